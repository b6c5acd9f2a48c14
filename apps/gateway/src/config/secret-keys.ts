// Which keys hold secrets: these may be `{ file: … }`, are checked for strength, and are never shown in messages.
import type { KeyPath } from './finding.ts'
import { isRawObject } from './raw-tree.ts'

const patterns: readonly (readonly string[])[] = [
  ['auth', 'token'],
  ['auth', 'password'],
  ['callback', 'keys', '*'],
  ['hitlSh', 'apiKey'],
  ['hitlSh', 'webhookSecrets', '*'],
  ['webhooks', 'secret'],
  ['webhooks', 'secrets', '*'],
  ['outbound', '*', 'secret'],
  ['outbound', '*', 'secrets', '*'],
]

export function isSecretKey(path: KeyPath): boolean {
  return patterns.some(
    (pattern) => pattern.length === path.length && pattern.every((word, index) => word === '*' || word === path[index]),
  )
}

/** Every secret that is there as a string, in the order written. */
export function secretsIn(tree: unknown, path: KeyPath = []): { path: KeyPath; value: string }[] {
  if (typeof tree === 'string') return isSecretKey(path) ? [{ path, value: tree }] : []
  if (Array.isArray(tree)) return tree.flatMap((item: unknown, index) => secretsIn(item, [...path, index]))
  if (isRawObject(tree)) return Object.entries(tree).flatMap(([key, value]) => secretsIn(value, [...path, key]))
  return []
}
