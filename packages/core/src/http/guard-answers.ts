// What a guard answers itself: held so far, or why not. Strangers on a public route hear nothing of reviewers and policy.
import type { Approval } from '../domain/approval.ts'
import type { ApprovalRefusal } from '../service/commit.ts'
import { locationOf } from './approval-answer.ts'
import { etag } from './headers.ts'
import type { HttpResponse } from './http.ts'
import { gateProblem, json, type Header } from './respond.ts'
import { toWire } from './wire.ts'

export type Audience = 'requester' | 'public'

/** 202: nothing has run. The caller repeats the same request with `Holdpoint-Approval: <id>`. */
export function answerHeld(approval: Approval, audience: Audience, waitedMs: number): HttpResponse {
  const headers: Header[] = [
    ['retry-after', '5'],
    ['etag', etag(approval.version)],
    ['location', locationOf(approval)],
    ['holdpoint-approval', approval.id],
    ...(waitedMs === 0 ? [] : [['preference-applied', `wait=${waitedMs / 1000}`] as const]),
  ]
  const shown = audience === 'requester' ? toWire(approval) : forStrangers(approval)
  return json(202, { outcome: 'held', approval: shown }, headers)
}

export function answerRefused({ approval, ...refusal }: ApprovalRefusal, audience: Audience): HttpResponse {
  return gateProblem(approval && audience === 'requester' ? { ...refusal, approval } : refusal)
}

function forStrangers(approval: Approval): object {
  const { id, status, version, digest, expiresAt } = toWire(approval)
  return { id, status, version, digest, expiresAt }
}
