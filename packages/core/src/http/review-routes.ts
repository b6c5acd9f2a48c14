// The calls beside the decision: withdraw it, say who is on it, talk about it, ask it again.
import type { Result } from '../domain/errors.ts'
import type { Json } from '../domain/json.ts'
import { parseClaim, parseComment, parseNothing, parseReopen, parseRevoke } from '../parse/review.ts'
import type { ApprovalResult } from '../service/commit.ts'
import { answerApproval, approvalAnswer, commonAnswers, idIn, locationOf } from './approval-answer.ts'
import { readOptionalJson } from './read-body.ts'
import { problem } from './respond.ts'
import type { Call, GuardedRoute, RouteContext } from './route.ts'

interface Review<T> {
  readonly path: string
  readonly operationId: string
  readonly summary: string
  readonly body: string
  readonly conflict: string
  readonly parse: (json: Json) => Result<T>
  readonly act: (context: RouteContext, call: Call, id: string, parsed: T) => Promise<ApprovalResult>
}

/** They differ in what they read and which call of the service they make; all answer the approval. */
function reviewRoute<T>({ path, operationId, summary, body, conflict, parse, act }: Review<T>): GuardedRoute {
  return {
    method: 'POST',
    path: `/v1/approvals/{id}/${path}`,
    operationId,
    summary,
    body,
    answers: { 200: approvalAnswer, 409: { means: conflict }, ...commonAnswers },
    async run(call, context) {
      const json = await readOptionalJson(call.request, context.limits)
      const parsed = json.ok ? parse(json.value) : json
      if (!parsed.ok) return problem(parsed)
      const done = await act(context, call, idIn(call.params), parsed.value)
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
    conflict: '`not_approved`, `already_started`, or how it ended.',
    parse: parseRevoke,
    act: ({ approvals }, { principal }, id, { reason }) => approvals.revoke(principal, id, reason),
  }),
  reviewRoute({
    path: 'claim',
    operationId: 'claimApproval',
    summary: 'Tell other reviewers that you are on it; it returns by itself',
    body: 'ReviewClaim',
    conflict: '`already_claimed` or `already_decided`.',
    parse: parseClaim,
    act: ({ approvals }, { principal }, id, { forMs }) => approvals.claim(principal, id, forMs),
  }),
  reviewRoute({
    path: 'release',
    operationId: 'releaseApproval',
    summary: 'Give your claim back',
    body: 'Nothing',
    conflict: '`already_claimed` by another.',
    parse: parseNothing,
    act: ({ approvals }, { principal }, id) => approvals.release(principal, id),
  }),
  reviewRoute({
    path: 'comments',
    operationId: 'commentApproval',
    summary: 'Say something about it to other reviewers and the requester',
    body: 'Comment',
    conflict: '`already_decided` or `too_many_comments`.',
    parse: parseComment,
    act: ({ approvals }, { principal }, id, { text }) => approvals.comment(principal, id, text),
  }),
  {
    method: 'POST',
    path: '/v1/approvals/{id}/reopen',
    operationId: 'reopenApproval',
    summary: 'Ask again what ended without running: a new approval that names this one',
    body: 'Reopen',
    answers: {
      201: { means: 'The new approval.', schema: 'Approval' },
      200: { means: 'It was asked again before: that approval.', schema: 'Approval' },
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
