// Puts values from outside into the configuration: `${VARIABLE}` in any string, `{ file: 'path' }` for secrets. What
// can't be resolved is an error that names it; it never becomes an empty string.
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Finding, KeyPath } from './finding.ts'
import { isRawObject, mapStrings } from './raw-tree.ts'
import { isSecretKey } from './secret-keys.ts'

export type Env = Readonly<Record<string, string | undefined>>

export interface Substituted {
  readonly tree: unknown
  readonly findings: readonly Finding[]
  /** The variables that the configuration names. */
  readonly variables: ReadonlySet<string>
}

/** `dir` is the configuration's folder. Strings for which `isFinal` is true are taken as they are. */
export async function substitute(
  tree: unknown,
  options: { readonly dir: string; readonly env: Env; readonly isFinal: (path: KeyPath) => boolean },
): Promise<Substituted> {
  const findings: Finding[] = []
  const variables = new Set<string>()
  const mapped = mapStrings(tree, (text, path) => {
    if (options.isFinal(path)) return text
    return text.replaceAll(/\$\{([^}]*)\}?/g, (whole, name: string) => {
      if (!whole.endsWith('}') || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
        findings.push({ path, message: 'holds a malformed `${…}`.', fix: 'Write `${VARIABLE}`.' })
        return whole
      }
      variables.add(name)
      const value = Object.hasOwn(options.env, name) ? options.env[name] : undefined
      if (value !== undefined && value.trim() !== '') return value
      const state = value === undefined ? 'not set' : 'empty'
      findings.push({ path, message: `names the variable ${name}, which is ${state}.`, fix: `Set ${name}.` })
      return whole
    })
  })
  return { tree: await readSecretFiles(mapped, [], options.dir, findings), findings, variables }
}

async function readSecretFiles(tree: unknown, path: KeyPath, dir: string, findings: Finding[]): Promise<unknown> {
  if (Array.isArray(tree))
    return Promise.all(tree.map((item: unknown, index) => readSecretFiles(item, [...path, index], dir, findings)))
  if (!isRawObject(tree)) return tree
  if (isSecretKey(path)) {
    const file = tree['file']
    if (Object.keys(tree).length === 1 && typeof file === 'string' && file.trim() !== '')
      return readSecretFile(resolve(dir, file), path, findings)
    return tree
  }
  const entries = Object.entries(tree).map(
    async ([key, value]) => [key, await readSecretFiles(value, [...path, key], dir, findings)] as const,
  )
  return Object.fromEntries(await Promise.all(entries))
}

async function readSecretFile(file: string, path: KeyPath, findings: Finding[]): Promise<string> {
  try {
    const text = (await readFile(file, 'utf8')).replace(/\r?\n$/, '')
    if (text.trim() !== '') return text
    findings.push({ path, message: `names the file ${file}, which is empty.`, fix: 'Put the secret into it.' })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    const message = `names the file ${file}, which can’t be read (${code}).`
    findings.push({ path, message, fix: 'Create it, or correct the path (relative to the configuration’s folder).' })
  }
  return ''
}
