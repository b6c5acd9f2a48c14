// The body of `POST /v1/approvals`: what somebody asks to be held.
import type { Action } from '../domain/action.ts'
import type { Claim } from '../domain/approval.ts'
import type { Result } from '../domain/errors.ts'
import type { Json } from '../domain/json.ts'
import { check } from './check.ts'
import { claim, expiresInMs, httpUrl, kind, loopName, target } from './fields.ts'
import { jsonObject, jsonValue, record } from './schema.ts'

export interface ApprovalDraft {
  readonly loop?: string
  readonly action: Action
  readonly claim?: Claim
  /** Shown to reviewers beside the action; no part of its digest. */
  readonly context?: { readonly [key: string]: Json }
  /** 1,000 … 2,592,000,000. */
  readonly expiresInMs?: number
  /** An absolute http(s) URL; whether its address is allowed is not judged here. */
  readonly callbackUrl?: string
}

const draft = record({
  loop: loopName.optional(),
  action: record({ kind, target, input: jsonValue }),
  claim: claim.optional(),
  context: jsonObject.optional(),
  expiresInMs: expiresInMs.optional(),
  callbackUrl: httpUrl.optional(),
})

/** Refuses with `invalid_request`, naming the field. */
export function parseDraft(json: unknown): Result<ApprovalDraft> {
  return check(draft, json)
}
