// Every code Holdpoint answers with, once. Refusals are values; HoldpointError is thrown only for wrong configuration,
// broken I/O, exhausted contention and bugs. The reference page of errors is generated from this table.

interface ErrorRow {
  /** HTTP status. */
  readonly status: number
  /** HTTP status where the answer stands for the action itself: `/v1/outbound` and guarded routes. */
  readonly gateStatus?: number
  /** Whether the same call may succeed later. */
  readonly retry: 'no' | 'later' | 'changed'
  readonly meaning: string
}

export const errorTable = {
  invalid_request: {
    status: 400,
    retry: 'changed',
    meaning: 'A field is missing, malformed or not known; `field` names it.',
  },
  invalid_json: { status: 400, retry: 'changed', meaning: 'The body is not JSON that can be read in one way only.' },
  invalid_target: { status: 400, retry: 'changed', meaning: 'The request target can be read in more than one way.' },
  unauthenticated: { status: 401, retry: 'changed', meaning: 'No credential, or not a valid one.' },
  forbidden: { status: 403, retry: 'no', meaning: 'Your credential is valid but lacks the scope for this call.' },
  not_a_reviewer: { status: 403, retry: 'no', meaning: 'You are not among the reviewers of this approval.' },
  self_review: { status: 403, retry: 'no', meaning: 'The requester can’t review its own approval here.' },
  proxy_attribution_required: {
    status: 403,
    retry: 'changed',
    meaning: 'Forwarded headers came from a peer that is not a trusted proxy.',
  },
  cross_origin: { status: 403, retry: 'no', meaning: 'A browser sent this from another site.' },
  not_found: { status: 404, retry: 'no', meaning: 'No such thing, or none that you may see.' },
  method_not_allowed: { status: 405, retry: 'changed', meaning: 'This path does not take that method.' },
  body_timeout: { status: 408, retry: 'later', meaning: 'The body did not arrive in time.' },
  digest_mismatch: { status: 409, retry: 'changed', meaning: 'The action is not the one you saw; read it again.' },
  already_decided: { status: 409, retry: 'no', meaning: 'It was decided before; `approval` says how.' },
  already_voted: { status: 409, retry: 'no', meaning: 'You denied it before; a deny can’t become an allow.' },
  edit_not_allowed: {
    status: 409,
    retry: 'changed',
    meaning: 'The input of this approval can’t be edited; decide on it as it is.',
  },
  edit_denied: { status: 409, retry: 'changed', meaning: 'The policy denies the action with this input.' },
  already_claimed: { status: 409, retry: 'later', meaning: 'Another reviewer is on it; the claim returns by itself.' },
  too_many_comments: { status: 409, retry: 'no', meaning: 'This approval has as many comments as it may.' },
  already_settled: { status: 409, retry: 'no', meaning: 'Somebody has dealt with this callback before.' },
  policy_changed: {
    status: 409,
    gateStatus: 403,
    retry: 'no',
    meaning: 'The policy or rule that allowed it does not any more, so it was withdrawn before it started.',
  },
  too_many_denials: {
    status: 429,
    retry: 'later',
    meaning: 'This requester was denied so often lately that nobody is asked for now.',
  },
  not_reopenable: { status: 409, retry: 'no', meaning: 'Only what ended without running can be asked again.' },
  verdict_not_offered: { status: 409, retry: 'changed', meaning: 'This approval does not offer that verdict.' },
  reason_required: { status: 400, retry: 'changed', meaning: 'This approval wants a reason with that verdict.' },
  not_approved: { status: 409, retry: 'later', meaning: 'Nobody has approved it yet.' },
  already_started: { status: 409, retry: 'no', meaning: 'It was started before; an approval runs at most once.' },
  not_started: { status: 409, retry: 'no', meaning: 'It has not been started, so it can’t be finished.' },
  already_finished: { status: 409, retry: 'no', meaning: 'Its outcome is recorded already.' },
  wrong_ticket: { status: 409, retry: 'no', meaning: 'This is not the ticket that its start handed out.' },
  not_yours_to_start: { status: 409, retry: 'no', meaning: 'The gateway runs this one itself once it is approved.' },
  idempotency_mismatch: {
    status: 409,
    retry: 'changed',
    meaning: 'This Idempotency-Key was used for another request.',
  },
  unsatisfiable: { status: 409, retry: 'no', meaning: 'Nobody could ever approve it, so it is not held.' },
  denied: { status: 409, gateStatus: 403, retry: 'no', meaning: 'A reviewer or the policy denied it.' },
  expired: { status: 409, gateStatus: 403, retry: 'no', meaning: 'Nobody decided in time.' },
  revoked: { status: 409, gateStatus: 403, retry: 'no', meaning: 'The approval was withdrawn before it started.' },
  cancelled: { status: 409, retry: 'no', meaning: 'The requester withdrew it.' },
  lapsed: { status: 409, retry: 'no', meaning: 'It was approved but not started within the grant time.' },
  failed: { status: 409, gateStatus: 502, retry: 'no', meaning: 'It ran and failed.' },
  unknown: {
    status: 409,
    gateStatus: 502,
    retry: 'no',
    meaning: 'It was started; whether it took effect is not known. It is not retried.',
  },
  unknown_ask: {
    status: 409,
    retry: 'no',
    meaning: 'This answer belongs to no question that was put for this approval.',
  },
  too_many_answers: {
    status: 409,
    retry: 'no',
    meaning: 'More unconfirmed answers came for this approval than are kept.',
  },
  precondition_failed: {
    status: 412,
    retry: 'changed',
    meaning: 'The approval has another version than If-Match says.',
  },
  body_too_large: { status: 413, retry: 'changed', meaning: 'The body is larger than this endpoint takes.' },
  unsupported_media_type: { status: 415, retry: 'changed', meaning: 'The body must be sent as application/json.' },
  misdirected: {
    status: 421,
    retry: 'changed',
    meaning: 'The Host header names another host than this gateway.',
  },
  too_many_pending: {
    status: 429,
    retry: 'later',
    meaning: 'This requester has as many pending approvals in this loop as it may.',
  },
  too_many_requests: { status: 429, retry: 'later', meaning: 'Too many attempts from this address.' },
  internal: { status: 500, retry: 'later', meaning: 'Something broke; the log has it under the id in `detail`.' },
  unavailable: { status: 503, retry: 'later', meaning: 'The store can’t be reached; nothing has run.' },
  contention: { status: 503, retry: 'later', meaning: 'Too many writers at once on this approval; nothing changed.' },
  body_already_read: {
    status: 500,
    retry: 'no',
    meaning: 'The host parsed the body first; mount Holdpoint before the body parser.',
  },
  unreadable_record: {
    status: 503,
    retry: 'no',
    meaning: 'A stored record is not one this version can read; it is held.',
  },
  invalid_config: {
    status: 500,
    retry: 'no',
    meaning: 'The configuration is wrong; `detail` names the key and the fix.',
  },
} as const satisfies Record<string, ErrorRow>

export type ErrorCode = keyof typeof errorTable

export const errorRow = (code: ErrorCode): ErrorRow => errorTable[code]

/** A refusal: nothing changed, and `code` says why. `field` is a path such as `action.target.to`. */
export interface Refusal {
  readonly ok: false
  readonly code: ErrorCode
  readonly detail: string
  readonly field?: string
}

export type Result<T, R extends Refusal = Refusal> = { readonly ok: true; readonly value: T } | R

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value })

export const refuse = (code: ErrorCode, detail: string, field?: string): Refusal =>
  field === undefined ? { ok: false, code, detail } : { ok: false, code, detail, field }

/** Thrown for wrong configuration, broken I/O, exhausted contention and bugs; never for a refusal. */
export class HoldpointError extends Error {
  override readonly name = 'HoldpointError'
  readonly code: ErrorCode
  readonly detail: string
  constructor(code: ErrorCode, detail: string, options?: { cause?: unknown }) {
    super(`${code}: ${detail}`, options)
    this.code = code
    this.detail = detail
  }
}
