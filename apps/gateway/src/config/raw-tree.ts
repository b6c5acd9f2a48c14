// The configuration as it was written, before it has a shape: plain objects, lists and scalars.
import type { KeyPath } from './finding.ts'

export type RawObject = { [key: string]: unknown }

export const isRawObject = (value: unknown): value is RawObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The value at a path, or undefined where anything on the way is missing. Own properties only. */
export function valueAt(tree: unknown, path: KeyPath): unknown {
  let value = tree
  for (const segment of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined
    value = Reflect.get(value, segment)
  }
  return value
}

/** `server.host`, or the default where it isn't there or malformed. */
export function hostOf(tree: unknown): string {
  const host = valueAt(tree, ['server', 'host'])
  return typeof host === 'string' ? host : '127.0.0.1'
}

/** Calls `visit` for every string, and for what it returns puts that in its place. */
export function mapStrings(tree: unknown, visit: (text: string, path: KeyPath) => string, path: KeyPath = []): unknown {
  if (typeof tree === 'string') return visit(tree, path)
  if (Array.isArray(tree)) return tree.map((item: unknown, index) => mapStrings(item, visit, [...path, index]))
  if (!isRawObject(tree)) return tree
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [key, mapStrings(value, visit, [...path, key])] as const),
  )
}
