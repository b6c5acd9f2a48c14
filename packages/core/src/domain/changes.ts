// What an edit changed, field by field, for whoever gets the edited action to run.
import type { Json } from './json.ts'

export interface FieldChange {
  /** `payloads[0].text`; empty for the whole. */
  readonly path: string
  /** Absent where the field is new. */
  readonly from?: Json
  /** Absent where the field was taken away. */
  readonly to?: Json
}

/** Beyond this many, the rest is told as one change of the whole: an account nobody reads is none. */
const maxChanges = 200

/** Objects are compared field by field, arrays element by element; anything else as a whole. */
export function changesBetween(from: Json, to: Json): readonly FieldChange[] {
  const changes: FieldChange[] = []
  compare(from, to, '', changes)
  return changes.length > maxChanges ? [{ path: '', from, to }] : changes
}

function compare(from: Json, to: Json, path: string, changes: FieldChange[]): void {
  if (changes.length > maxChanges) return
  const [before, after] = [fieldsOf(from), fieldsOf(to)]
  if (!before || !after || Array.isArray(from) !== Array.isArray(to)) {
    if (from !== to) changes.push({ path, from, to })
    return
  }
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(key), after.get(key)]
    const at = Array.isArray(from) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`
    if (was === undefined && is !== undefined) changes.push({ path: at, to: is })
    else if (was !== undefined && is === undefined) changes.push({ path: at, from: was })
    else if (was !== undefined && is !== undefined) compare(was, is, at, changes)
  }
}

function fieldsOf(value: Json): ReadonlyMap<string, Json> | undefined {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : undefined
}
