// How a question is told from another: by its hash, and by the id under which a repetition finds it.
import { canonicalJson, sha256Of, type Digest } from '../domain/action.ts'
import type { Executor } from '../domain/approval.ts'
import type { Json } from '../domain/json.ts'
import type { ApprovalDraft } from '../parse/draft.ts'

/** Two drafts with the same hash ask for the same in the same way. */
export function hashDraft(draft: ApprovalDraft, loop: string, executor: Executor): Digest {
  const { action, claim, context, expiresInMs, callbackUrl } = draft
  const parts = [loop, executor, action, claim ?? null, context ?? null, expiresInMs ?? null, callbackUrl ?? null]
  return sha256Of(canonicalJson(parts as readonly Json[]))
}

/** One idempotency key of one requester in one loop always names the same approval; so does one approval asked again. */
export function idOf(loop: string, requester: string, by: 'key' | 'reopen', name: string): string {
  const [, hex = ''] = sha256Of(canonicalJson([loop, requester, by, name])).split(':')
  return `ap_${hex.slice(0, 32)}`
}
