// A command's options, strictly: what is not known is a usage error that names the nearest known one.
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'
import { ok, refuse, type Result } from '@holdpoint/core'
import { nearest } from './nearest.ts'

export interface Parsed {
  readonly positionals: readonly string[]
  text(name: string): string | undefined
  flag(name: string): boolean
}

/** Refuses with `invalid_request`; `detail` is one sentence for the person who typed it. */
export function parseOptions(args: readonly string[], options: ParseArgsOptionsConfig): Result<Parsed> {
  const parsed = tryParse(args, options)
  if (!parsed.ok) return parsed
  const { values, positionals, tokens } = parsed.value
  const seen = new Set<string>()
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    // The last of two would win unseen.
    if (seen.has(token.name)) return refuse('invalid_request', `The option "--${token.name}" is given twice.`)
    seen.add(token.name)
  }
  return ok({
    positionals,
    text: (name) => {
      const value = values[name]
      return typeof value === 'string' ? value : undefined
    },
    flag: (name) => values[name] === true,
  })
}

/** `a, b` as `['a', 'b']`. */
export const splitList = (text = ''): readonly string[] => text.split(',').map((item) => item.trim())

function tryParse(args: readonly string[], options: ParseArgsOptionsConfig) {
  try {
    return ok(parseArgs({ args: [...args], options, allowPositionals: true, strict: true, tokens: true }))
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    const [, name] = /^Unknown option '-{1,2}([^']+)'/.exec(error.message) ?? []
    if (name === undefined) return refuse('invalid_request', firstSentence(error.message))
    const known = nearest(name, Object.keys(options))
    const hint = known === undefined ? 'see "holdpoint help"' : `did you mean "--${known}"?`
    return refuse('invalid_request', `There is no option "--${name}" here; ${hint}`)
  }
}

const firstSentence = (text: string): string => `${text.split(/[.\n]/)[0] ?? text}.`
