// A key as the HTTP API shows it: nothing secret, times in ISO 8601.
import type { KeyView } from './keys.ts'

export const toWireKey = ({ createdAt, expiresAt, revokedAt, rotatedAt, lastUsedAt, ...key }: KeyView) => ({
  ...key,
  createdAt: new Date(createdAt).toISOString(),
  ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt).toISOString() }),
  ...(revokedAt === undefined ? {} : { revokedAt: new Date(revokedAt).toISOString() }),
  ...(rotatedAt === undefined ? {} : { rotatedAt: new Date(rotatedAt).toISOString() }),
  ...(lastUsedAt === undefined ? {} : { lastUsedAt: new Date(lastUsedAt).toISOString() }),
})
