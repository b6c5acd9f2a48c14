// What is wrong in a configuration, and how a key is written in messages.
export type KeyPath = readonly (string | number)[]

/** Something wrong at one key, before it is known where that key was written. */
export interface Finding {
  readonly path: KeyPath
  readonly message: string
  readonly fix: string
}

export const found = (path: KeyPath, message: string, fix: string): Finding => ({ path, message, fix })

export interface ConfigProblem {
  /** Such as `callback.keys[0]` or `policy.modes['outbound.message']`; empty for the file as a whole. */
  readonly key: string
  /** A path, `environment variable …`, or `(defaults)`. */
  readonly file: string
  /** From 1. */
  readonly line?: number
  readonly message: string
  readonly fix: string
}

export function keyName(path: KeyPath): string {
  let name = ''
  for (const segment of path) {
    if (typeof segment === 'number') name += `[${segment}]`
    else if (/^[\w$-]+$/.test(segment)) name += name === '' ? segment : `.${segment}`
    else name += `['${JSON.stringify(segment).slice(1, -1)}']`
  }
  return name
}

export function formatProblem({ key, file, line, message, fix }: ConfigProblem): string {
  const place = line === undefined ? file : `${file}:${line}`
  return `${place}: ${key === '' ? '' : `${key}: `}${message} ${fix}`
}
