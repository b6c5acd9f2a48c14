// A session as the HTTP API shows it: nothing that could be used as one, times in ISO 8601.
import type { StoredSession } from './session-record.ts'

export const toWireSession = (
  { id, method, device, createdAt, expiresAt }: Omit<StoredSession, 'principalId' | 'epoch'>,
  currentId: string,
) => ({
  id,
  method,
  ...(device === undefined ? {} : { device }),
  createdAt: new Date(createdAt).toISOString(),
  expiresAt: new Date(expiresAt).toISOString(),
  current: id === currentId,
})
