// The calls on approvals. Each reads its input, calls the service with the caller's own principal, and answers.
import type { Approval, Status } from '../domain/approval.ts'
import { parseCancel } from '../parse/cancel.ts'
import { parseDecision } from '../parse/decision.ts'
import { encodeCursor } from '../parse/cursor.ts'
import { parseListQuery } from '../parse/list-query.ts'
import { parseFinish, parseStart } from '../parse/run.ts'
import { answerApproval, approvalAnswer, changeAnswers, commonAnswers, idIn, locationOf } from './approval-answer.ts'
import { etag, idempotencyKey, preferredWaitMs, versionIn } from './headers.ts'
import { readJson, readOptionalJson } from './read-body.ts'
import { json, problem, type Header } from './respond.ts'
import type { GuardedRoute } from './route.ts'
import { toWire } from './wire.ts'

/** Where time alone may have changed the status, before any write has changed the version. */
const mayHaveTurned: ReadonlySet<Status> = new Set(['expired', 'lapsed', 'unknown'])

export const approvalRoutes: readonly GuardedRoute[] = [
  {
    method: 'POST',
    path: '/v1/approvals',
    operationId: 'createApproval',
    summary: 'Ask for an action to be approved',
    parameters: ['Idempotency-Key'],
    body: 'ApprovalDraft',
    answers: {
      201: {
        means: 'Held, or already decided by the policy.',
        schema: 'Approval',
        headers: ['ETag', 'Location'],
      },
      200: {
        means: 'The approval that this Idempotency-Key made before, or an earlier denial of the same.',
        schema: 'Approval',
        headers: ['ETag', 'Location'],
      },
      403: { means: '`forbidden`: it takes the scope `request`.' },
      409: { means: '`idempotency_mismatch` or `unsatisfiable`.' },
      429: { means: '`too_many_pending`.' },
      ...commonAnswers,
    },
    async run({ request, principal }, { approvals, limits }) {
      const key = idempotencyKey(request)
      if (!key.ok) return problem(key)
      const body = await readJson(request, limits)
      if (!body.ok) return problem(body)
      const options = key.value === undefined ? {} : { idempotencyKey: key.value }
      const made = await approvals.request(principal, body.value, options)
      if (!made.ok) return problem(made)
      const { approval, created } = made.value
      return answerApproval(approval, created ? 201 : 200, [['location', locationOf(approval)]])
    },
  },
  {
    method: 'GET',
    path: '/v1/approvals',
    operationId: 'listApprovals',
    summary: 'List approvals of one loop, newest first',
    parameters: ['status', 'loop', 'kind', 'requester', 'limit', 'cursor'],
    answers: {
      200: { means: 'A page.', schema: 'ApprovalPage' },
      403: { means: '`forbidden`: it takes the scope `request` or `decide`.' },
      ...commonAnswers,
    },
    async run({ query, principal }, { approvals }) {
      const parsed = parseListQuery(query)
      if (!parsed.ok) return problem(parsed)
      const { cursor, ...filter } = parsed.value
      const page = await approvals.list(principal, { ...filter, ...(cursor && { after: cursor }) })
      if (!page.ok) return problem(page)
      const { items, next } = page.value
      return json(200, { items: items.map(toWire), ...(next && { next: encodeCursor(next) }) })
    },
  },
  {
    method: 'GET',
    path: '/v1/approvals/{id}',
    operationId: 'readApproval',
    summary: 'Read an approval; `Prefer: wait=<s>` waits while it is pending',
    parameters: ['Prefer', 'If-None-Match'],
    answers: {
      200: { ...approvalAnswer, headers: ['ETag', 'Preference-Applied'] },
      304: {
        means: 'It still has the version that If-None-Match names.',
        headers: ['ETag', 'Preference-Applied'],
      },
      ...commonAnswers,
    },
    async run({ request, params, principal }, { approvals, maxWaitMs }) {
      const known = versionIn(request, 'if-none-match')
      if (!known.ok) return problem(known)
      const timeoutMs = preferredWaitMs(request, maxWaitMs)
      const until = (approval: Approval) =>
        known.value === undefined ? approval.status !== 'pending' : approval.version !== known.value
      const read =
        timeoutMs === 0
          ? await approvals.get(principal, idIn(params))
          : await approvals.wait(principal, idIn(params), { timeoutMs, signal: request.signal, until })
      if (!read.ok) return problem(read)
      const approval = read.value
      const applied: Header[] = timeoutMs === 0 ? [] : [['preference-applied', `wait=${timeoutMs / 1000}`]]
      if (known.value === approval.version && !mayHaveTurned.has(approval.status))
        return { status: 304, headers: [['etag', etag(approval.version)], ...applied] }
      return answerApproval(approval, 200, applied)
    },
  },
  {
    method: 'POST',
    path: '/v1/approvals/{id}/decision',
    operationId: 'decideApproval',
    summary: 'Allow or deny; the digest says what you saw',
    parameters: ['If-Match'],
    body: 'Decision',
    answers: {
      200: approvalAnswer,
      403: { means: '`forbidden`, `not_a_reviewer` or `self_review`.' },
      409: { means: '`already_decided`, `expired`, `cancelled` or `digest_mismatch`; nothing changed.' },
      ...changeAnswers,
    },
    async run({ request, params, principal }, { approvals, limits }) {
      const version = versionIn(request, 'if-match')
      if (!version.ok) return problem(version)
      const body = await readJson(request, limits)
      if (!body.ok) return problem(body)
      const decision = parseDecision(body.value)
      if (!decision.ok) return problem(decision)
      const decided = await approvals.decide(principal, idIn(params), decision.value, version.value)
      return decided.ok ? answerApproval(decided.value) : problem(decided)
    },
  },
  {
    method: 'POST',
    path: '/v1/approvals/{id}/cancel',
    operationId: 'cancelApproval',
    summary: 'Withdraw your own pending approval',
    parameters: ['If-Match'],
    body: 'Cancel',
    bodyOptional: true,
    answers: {
      200: approvalAnswer,
      403: { means: '`forbidden`: only its requester may.' },
      409: { means: '`already_decided` or `expired`.' },
      ...changeAnswers,
    },
    async run({ request, params, principal }, { approvals, limits }) {
      const version = versionIn(request, 'if-match')
      if (!version.ok) return problem(version)
      const body = await readOptionalJson(request, limits)
      if (!body.ok) return problem(body)
      const cancel = parseCancel(body.value)
      if (!cancel.ok) return problem(cancel)
      const cancelled = await approvals.cancel(principal, idIn(params), cancel.value.reason, version.value)
      return cancelled.ok ? answerApproval(cancelled.value) : problem(cancelled)
    },
  },
  {
    method: 'POST',
    path: '/v1/approvals/{id}/start',
    operationId: 'startApproval',
    summary: 'Start the approved action: hands out the ticket and the action, once',
    parameters: ['If-Match'],
    body: 'Start',
    answers: {
      200: { means: 'You, and nobody else, may run it now.', schema: 'Started', headers: ['ETag'] },
      403: { means: '`forbidden`: only its requester may.' },
      409: { means: '`not_approved`, `already_started`, `digest_mismatch`, `not_yours_to_start`, `lapsed`, …' },
      ...changeAnswers,
    },
    async run({ request, params, principal }, { approvals, limits }) {
      const version = versionIn(request, 'if-match')
      if (!version.ok) return problem(version)
      const body = await readJson(request, limits)
      if (!body.ok) return problem(body)
      const start = parseStart(body.value)
      if (!start.ok) return problem(start)
      const started = await approvals.start(principal, idIn(params), start.value.digest, version.value)
      if (!started.ok) return problem(started)
      const { approval, ticket } = started.value
      return json(200, { ticket, action: approval.action, approval: toWire(approval) }, [
        ['etag', etag(approval.version)],
      ])
    },
  },
  {
    method: 'POST',
    path: '/v1/approvals/{id}/finish',
    operationId: 'finishApproval',
    summary: 'Record how the started action ended',
    parameters: ['If-Match'],
    body: 'Finish',
    answers: {
      200: approvalAnswer,
      403: { means: '`forbidden`: only its requester may.' },
      409: { means: '`not_started`, `already_finished` or `wrong_ticket`.' },
      ...changeAnswers,
    },
    async run({ request, params, principal }, { approvals, limits }) {
      const version = versionIn(request, 'if-match')
      if (!version.ok) return problem(version)
      const body = await readJson(request, limits)
      if (!body.ok) return problem(body)
      const finish = parseFinish(body.value)
      if (!finish.ok) return problem(finish)
      const finished = await approvals.finish(principal, idIn(params), finish.value, version.value)
      return finished.ok ? answerApproval(finished.value) : problem(finished)
    },
  },
]
