// Finds the configuration file and reads it as JSON5. It knows nothing of the keys.
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import JSON5 from 'json5'
import type { ConfigProblem } from './finding.ts'
import { readKeyLines, type KeyLines } from './key-lines.ts'
import { isRawObject, type RawObject } from './raw-tree.ts'

export const configFileName = 'holdpoint.config.json5'

export interface ConfigFile {
  readonly file: string
  readonly tree: RawObject
  readonly keyLines: KeyLines
}

/** 'none' when no path was asked for and `cwd` holds no file of that name. */
export async function readConfigFile(
  cwd: string,
  path: string | undefined,
): Promise<{ ok: true; value: ConfigFile | 'none' } | { ok: false; problem: ConfigProblem }> {
  const file = resolve(cwd, path ?? configFileName)
  let source: string
  try {
    source = await readFile(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    if (path === undefined && code === 'ENOENT') return { ok: true, value: 'none' }
    return whole(file, `The file can’t be read (${code}).`, 'Check the path and its permissions.')
  }
  let tree: unknown
  try {
    tree = JSON5.parse(source)
  } catch (error) {
    return syntaxProblem(file, error)
  }
  if (!isRawObject(tree)) return whole(file, 'The file must hold one object.', 'Write `{ … }` around its keys.')
  return { ok: true, value: { file, tree, keyLines: readKeyLines(source) } }
}

const whole = (file: string, message: string, fix: string, line?: number) => ({
  ok: false as const,
  problem: { key: '', file, ...(line === undefined ? {} : { line }), message, fix },
})

function syntaxProblem(file: string, error: unknown) {
  if (!(error instanceof SyntaxError)) throw error
  const line = 'lineNumber' in error && typeof error.lineNumber === 'number' ? error.lineNumber : undefined
  const column = 'columnNumber' in error && typeof error.columnNumber === 'number' ? error.columnNumber : undefined
  const what = error.message.replace(/^JSON5: /, '').replace(/ at \d+:\d+$/, '')
  const place = line === undefined || column === undefined ? '' : ` at line ${line}, column ${column}`
  return whole(file, `This is not JSON5: ${what}${place}.`, 'Correct the syntax there.', line)
}
