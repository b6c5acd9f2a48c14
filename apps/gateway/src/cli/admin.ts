// What the commands ask of the gateway, whether it answers over HTTP or its store is opened directly.
import type { Result, Scope } from '@holdpoint/core'
import type { KeyDraft } from '../auth/key-draft.ts'

/** A key as the HTTP API lists it: times in ISO 8601. */
export interface ListedKey {
  readonly id: string
  readonly scopes: readonly Scope[]
  readonly loops: readonly string[]
  readonly status: 'active' | 'expired' | 'revoked'
  readonly createdAt: string
  readonly expiresAt?: string | undefined
  readonly revokedAt?: string | undefined
}

export interface Admin {
  createKey(draft: KeyDraft): Promise<Result<{ readonly id: string; readonly key: string }>>
  listKeys(): Promise<Result<readonly ListedKey[]>>
  revokeKey(id: string): Promise<Result<true>>
  createLink(): Promise<Result<{ readonly url: string; readonly expiresAt: string }>>
}
