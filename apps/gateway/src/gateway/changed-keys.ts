// Which keys of two configurations differ: names only, never values.
import { keyName, type KeyPath } from '../config/finding.ts'
import type { ReadyConfig } from '../config/with-local-secrets.ts'

const depth = 2
/** One word in the file, though several fields here. */
const whole: ReadonlySet<string> = new Set(['storage'])

/** As `server.port` or `loops.ops`; what lies deeper is told by the key it is in. */
export function changedKeys(from: ReadyConfig, to: ReadyConfig): readonly string[] {
  return differing(from, to, []).map(keyName)
}

function differing(from: unknown, to: unknown, path: KeyPath): KeyPath[] {
  if (JSON.stringify(from) === JSON.stringify(to)) return []
  if (path.length >= depth || whole.has(keyName(path)) || !isPlain(from) || !isPlain(to)) return [path]
  const keys = new Set([...Object.keys(from), ...Object.keys(to)])
  return [...keys].flatMap((key) => differing(from[key], to[key], [...path, key]))
}

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
