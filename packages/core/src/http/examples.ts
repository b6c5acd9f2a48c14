// One example for each shape of the API. The tests validate them against the schemas.
import type { SchemaName } from './schemas.ts'

const id = 'ap_5f0c6a1e0d3b4c7f9a2e8d1b6c4f7a90'
const digest = 'sha256:4e3c8a1f0b7d2e5a9c6f1b4d8e7a0c3f5b2d9e6a1c4f7b0d3e8a5c2f9b6d1e04'
const at = (time: string) => `2026-01-05T${time}.000Z`
const action = {
  kind: 'outbound.message',
  target: { channel: 'log', to: '+1555' },
  input: { payloads: [{ text: 'hi' }] },
}
const approval = {
  id,
  status: 'pending',
  version: 1,
  loop: 'default',
  requester: 'key:bot',
  digest,
  requestDigest: digest,
  action,
  claim: { title: 'Greet the new customer' },
  executor: 'requester',
  policy: { answer: 'ask', line: 'outbound.message: on-miss' },
  thresholds: {
    approve: 1,
    deny: 1,
    reviewers: ['*'],
    separateRequester: true,
    reasonRequired: 'never',
    verdicts: ['allow-once', 'allow-always', 'deny'],
  },
  votes: [] as object[],
  createdAt: at('09:00:00'),
  expiresAt: at('09:05:00'),
}
const approved = {
  ...approval,
  status: 'approved',
  version: 2,
  votes: [{ reviewer: 'operator', verdict: 'allow-once', at: at('09:00:20'), via: 'inbox' }],
  decidedAt: at('09:00:20'),
  grantEndsAt: at('09:05:20'),
}
const started = { ...approved, status: 'started', version: 3, startedAt: at('09:00:21') }
const succeeded = { ...started, status: 'succeeded', version: 4, endedAt: at('09:00:22'), outcome: 'succeeded' }
const rule = {
  id,
  status: 'live',
  loop: 'default',
  requester: 'key:bot',
  kind: action.kind,
  target: action.target,
  createdBy: 'operator',
  approval: id,
  createdAt: at('09:00:20'),
  expiresAt: '2026-02-04T09:00:20.000Z',
  uses: 0,
}
const audited = {
  seq: 1,
  prev: `sha256:${'0'.repeat(64)}`,
  id: `${id}:1:0`,
  hash: 'sha256:0f3e1c7a9b5d2e8f4a6c1b3d5e7f9a0c2b4d6e8f1a3c5b7d9e0f2a4c6b8d1e3f',
  event: 'approval.requested',
  loop: 'default',
  about: id,
  actor: 'key:bot',
  via: 'api',
  at: at('10:00:00'),
  version: 1,
  to: 'pending',
  digest,
  line: 'outbound.message: on-miss',
}

const dead = {
  id: `${id}:2:1`,
  approval: id,
  loop: 'default',
  url: 'https://bot.example.com/holdpoint',
  status: 'approved',
  reason: 'answered 500',
  at: at('20:00:00'),
}

const quarantined = {
  id: `${id}:${digest}`,
  status: 'open',
  approval: id,
  loop: 'default',
  channel: 'hitl-sh',
  reason: 'nobody knows this event',
  receivedAt: at('09:00:10'),
  text: '{"event":"request.exploded"}',
}
const problem = {
  type: '/problems/already_decided',
  title: 'It was decided before; `approval` says how.',
  status: 409,
  code: 'already_decided',
  detail: 'It was decided before.',
  approval: approved,
}
const message = { channel: 'log', to: '+1555', payloads: [{ text: 'hi' }] }
const decision = { verdict: 'allow-once', digest }

/** Shapes without one here are only parts of others. */
export const examples: Readonly<Partial<Record<SchemaName, unknown>>> = {
  ApprovalDraft: { action, claim: approval.claim, expiresInMs: 300_000 },
  Approval: approval,
  ApprovalPage: { items: [approval], next: 'WyIwMDAxNzY3NjA1NjAwMDAwIiwiYXBfMSJd' },
  Decision: decision,
  Decisions: { decisions: { [id]: decision, ap_0: { verdict: 'deny', digest, reason: 'wrong recipient' } } },
  DecisionAnswers: {
    answers: {
      [id]: { status: 200, approval: approved },
      ap_0: {
        type: '/problems/not_found',
        title: 'No such thing, or none that you may see.',
        status: 404,
        code: 'not_found',
        detail: 'There is no such approval.',
      },
    },
  },
  Cancel: { reason: 'no longer needed' },
  Revoke: { reason: 'wrong recipient' },
  ReviewClaim: { forMs: 300_000 },
  Comment: { text: 'Who is this for?' },
  Reopen: { digest },
  Nothing: {},
  Start: { digest },
  Started: { ticket: '3f9c1b7a5e2d4860b1c8f7a29e0d6c53', action, approval: started },
  Finish: { ticket: '3f9c1b7a5e2d4860b1c8f7a29e0d6c53', outcome: 'succeeded', detail: { messageId: 'm-1' } },
  OutboundMessage: message,
  OutboundResult: { outcome: 'ran', approval: { ...succeeded, executor: 'gateway' }, result: {} },
  OutboundHeld: { outcome: 'held', approval: { ...approval, executor: 'gateway' } },
  RuleDraft: { requester: 'key:bot', kind: action.kind, target: action.target, expiresInMs: 604_800_000 },
  Rule: rule,
  RulePage: { items: [rule] },
  AuditEntry: audited,
  AuditPage: { items: [audited] },
  AuditHead: { loop: 'default', seq: 1, hash: audited.hash },
  DeadWebhook: dead,
  DeadWebhookPage: { items: [dead] },
  QuarantinedCallback: quarantined,
  QuarantinePage: { items: [quarantined] },
  Settlement: { verdict: 'deny', digest },
  Dismissal: { reason: 'a test of theirs' },
  Explanation: {
    answer: 'ask',
    line: 'outbound.message: on-miss',
    hash: digest,
    rulesCount: true,
    trace: [{ line: 'small refunds', matched: false, why: 'kind is "outbound.message", not "refund"' }],
  },
  EventStream: `id: 9f86d081884c7d65:42\ndata: {"type":"approval.approved","id":"${id}","version":2}\n\n`,
  Problem: problem,
  ProblemType: { type: problem.type, code: problem.code, title: problem.title, status: 409, retry: 'no' },
  Ok: { ok: true },
  Ready: { ok: true },
  OpenApi: { openapi: '3.1.0', info: { title: 'Holdpoint', version: '1.0.0' }, paths: {} },
}
