// The calls beside the decision: withdraw it, say who is on it, talk about it, ask it again.
import type { Result } from '../domain/errors.ts'
import type { Json } from '../domain/json.ts'
import type { Principal } from '../domain/principal.ts'
import { parseClaim, parseComment, parseNothing, parseReopen, parseRevoke } from '../parse/review.ts'
import type { ApprovalResult } from '../service/commit.ts'
import { answerApproval, approvalAnswer, changeAnswers, commonAnswers, idIn, locationOf } from './approval-answer.ts'
import { versionIn } from './headers.ts'
import { readOptionalJson } from './read-body.ts'
import { problem } from './respond.ts'
import type { GuardedRoute, RouteContext } from './route.ts'
import type { SchemaName } from './schemas.ts'

interface Review<T> {
  readonly path: string
  readonly operationId: string
  readonly summary: string
  readonly body: SchemaName
  readonly bodyOptional?: true
  readonly conflict: string
  readonly parse: (json: Json) => Result<T>
  readonly act: (context: RouteContext, call: ReviewCall, parsed: T) => Promise<ApprovalResult>
}

interface ReviewCall {
  readonly principal: Principal
  readonly id: string
  /** That If-Match names. */
  readonly version: number | undefined
}

/** They differ in what they read and which call of the service they make; all answer the approval. */
function reviewRoute<T>({ path, conflict, parse, act, ...doc }: Review<T>): GuardedRoute {
  return {
    ...doc,
    method: 'POST',
    path: `/v1/approvals/{id}/${path}`,
    parameters: ['If-Match'],
    answers: { 200: approvalAnswer, 403: { means: '`forbidden`.' }, 409: { means: conflict }, ...changeAnswers },
    async run({ request, params, principal }, context) {
      const version = versionIn(request, 'if-match')
      if (!version.ok) return problem(version)
      const json = await readOptionalJson(request, context.limits)
      const parsed = json.ok ? parse(json.value) : json
      if (!parsed.ok) return problem(parsed)
      const done = await act(context, { principal, id: idIn(params), version: version.value }, parsed.value)
      return done.ok ? answerApproval(done.value) : problem(done)
    },
  }
}

export const reviewRoutes: readonly GuardedRoute[] = [
  reviewRoute({
    path: 'revoke',
    operationId: 'revokeApproval',
    summary: 'Withdraw an approval before it starts, and the rule that it left behind',
    body: 'Revoke',
    bodyOptional: true,
    conflict: '`not_approved`, `already_started`, or how it ended.',
    parse: parseRevoke,
    act: ({ approvals }, { principal, id, version }, { reason }) => approvals.revoke(principal, id, reason, version),
  }),
  reviewRoute({
    path: 'claim',
    operationId: 'claimApproval',
    summary: 'Tell other reviewers that you are on it; it returns by itself',
    body: 'ReviewClaim',
    bodyOptional: true,
    conflict: '`already_claimed` or `already_decided`.',
    parse: parseClaim,
    act: ({ approvals }, { principal, id, version }, { forMs }) => approvals.claim(principal, id, forMs, version),
  }),
  reviewRoute({
    path: 'release',
    operationId: 'releaseApproval',
    summary: 'Give your claim back',
    body: 'Nothing',
    bodyOptional: true,
    conflict: '`already_claimed` by another.',
    parse: parseNothing,
    act: ({ approvals }, { principal, id, version }) => approvals.release(principal, id, version),
  }),
  reviewRoute({
    path: 'comments',
    operationId: 'commentApproval',
    summary: 'Say something about it to other reviewers and the requester',
    body: 'Comment',
    conflict: '`already_decided` or `too_many_comments`.',
    parse: parseComment,
    act: ({ approvals }, { principal, id, version }, { text }) => approvals.comment(principal, id, text, version),
  }),
  {
    method: 'POST',
    path: '/v1/approvals/{id}/reopen',
    operationId: 'reopenApproval',
    summary: 'Ask again what ended without running: a new approval that names this one',
    body: 'Reopen',
    bodyOptional: true,
    answers: {
      201: { means: 'The new approval.', schema: 'Approval', headers: ['ETag', 'Location'] },
      200: { means: 'It was asked again before: that approval.', schema: 'Approval', headers: ['ETag', 'Location'] },
      403: { means: '`forbidden`: only its requester asks again.' },
      409: { means: '`not_reopenable` or `digest_mismatch`.' },
      ...commonAnswers,
    },
    async run({ request, params, principal }, { approvals, limits }) {
      const json = await readOptionalJson(request, limits)
      const parsed = json.ok ? parseReopen(json.value) : json
      if (!parsed.ok) return problem(parsed)
      const reopened = await approvals.reopen(principal, idIn(params), parsed.value.digest)
      if (!reopened.ok) return problem(reopened)
      const { approval, created } = reopened.value
      return answerApproval(approval, created ? 201 : 200, [['location', locationOf(approval)]])
    },
  },
]
