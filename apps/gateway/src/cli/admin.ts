// What the commands ask of the gateway, whether it answers over HTTP or its store is opened directly.
import type { Result, Scope, Settlement } from '@holdpoint/core'
import type { AuditAdmin } from './audit-admin.ts'
import type { KeyDraft } from '../auth/key-draft.ts'
import type { ReviewerDraft } from '../auth/reviewer-draft.ts'

/** A key as the HTTP API lists it: times in ISO 8601. */
export interface ListedKey {
  readonly id: string
  readonly scopes: readonly Scope[]
  readonly loops: readonly string[]
  readonly status: 'active' | 'expired' | 'revoked'
  readonly createdAt: string
  readonly expiresAt?: string | undefined
  readonly revokedAt?: string | undefined
  readonly lastUsedAt?: string | undefined
}

/** A reviewer as the HTTP API lists them. */
export interface ListedReviewer {
  readonly id: string
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly loops: readonly string[]
  readonly status: 'active' | 'removed'
  readonly hasPassword: boolean
}

/** With the link that signs them in once, to set a password. */
export interface InvitedReviewer extends ListedReviewer {
  readonly url: string
  readonly expiresAt: string
}

/** A quarantined callback as the HTTP API has it. */
export interface ListedCallback {
  readonly id: string
  readonly status: 'open' | 'settled' | 'dismissed'
  readonly approval: string
  readonly loop: string
  readonly reason: string
  readonly receivedAt: string
  readonly text: string
  readonly closedBy?: string | undefined
  readonly verdict?: string | undefined
}

export interface QuarantineAdmin {
  list(query: { readonly loop?: string; readonly all: boolean }): Promise<Result<readonly ListedCallback[]>>
  get(id: string): Promise<Result<ListedCallback>>
  settle(id: string, settlement: Settlement): Promise<Result<ListedCallback>>
  dismiss(id: string, reason?: string): Promise<Result<ListedCallback>>
}

export interface Admin extends AuditAdmin {
  readonly quarantine: QuarantineAdmin

  createKey(draft: KeyDraft): Promise<Result<{ readonly id: string; readonly key: string }>>
  listKeys(): Promise<Result<readonly ListedKey[]>>
  rotateKey(id: string, graceMs: number | undefined): Promise<Result<{ readonly id: string; readonly key: string }>>
  revokeKey(id: string): Promise<Result<true>>
  createLink(): Promise<Result<{ readonly url: string; readonly expiresAt: string }>>
  addReviewer(draft: ReviewerDraft): Promise<Result<InvitedReviewer>>
  listReviewers(): Promise<Result<readonly ListedReviewer[]>>
  resetReviewer(name: string): Promise<Result<InvitedReviewer>>
  removeReviewer(name: string): Promise<Result<true>>
}
