// How a guarded call comes to run: asked for, waited for, started once; or kept, or refused.
import { digestOf, type Action } from '../domain/action.ts'
import type { Approval, PolicyAnswer } from '../domain/approval.ts'
import { ok, refuse, type Result } from '../domain/errors.ts'
import type { Principal } from '../domain/principal.ts'
import type { ApprovalRefusal } from '../service/commit.ts'
import type { Asked } from '../service/requesting.ts'
import type { GuardOptions, PassedCall } from './guard-options.ts'
import type { GuardedRouteOptions } from './guarded-route.ts'
import { preferredWaitMs } from './headers.ts'
import type { Holds } from './holds.ts'
import type { HttpRequest } from './http.ts'

export interface Call {
  readonly request: HttpRequest
  readonly action: Action
  readonly requester: Principal
  readonly isPublic: boolean
}

export type Released = Result<
  | { readonly type: 'held'; readonly approval: Approval; readonly waitedMs: number }
  | { readonly type: 'passed'; readonly call: PassedCall },
  ApprovalRefusal
>

export async function release(
  options: GuardOptions,
  route: GuardedRouteOptions,
  holds: Holds,
  call: Call,
): Promise<Released> {
  const { approvals } = options
  const { request, requester } = call
  const found = await findOrAsk(options, route, call)
  if (!found.ok) return found
  if (found.value.type === 'answered') return answered(options, call, found.value)
  const { id } = found.value.approval
  const waitMs = preferredWaitMs(request, options.maxWaitMs)
  const isWaiting = found.value.approval.status === 'pending' && waitMs > 0
  const letGo = isWaiting ? holds.take() : undefined
  const held = letGo
    ? await approvals.wait(requester, id, { timeoutMs: waitMs, signal: request.signal }).finally(letGo)
    : ok(found.value.approval)
  if (!held.ok) return held
  const approval = held.value
  // Whoever has left is not served: the approval stays, for the request that repeats this one.
  if (approval.status === 'pending' || request.signal.aborted)
    return ok({ type: 'held', approval, waitedMs: letGo ? waitMs : 0 })
  return approval.status === 'approved' ? startCall(options, call, approval) : ended(approval)
}

/** Of any number of repetitions, on any number of nodes, one gets through here. */
async function startCall({ approvals, log }: GuardOptions, call: Call, approved: Approval): Promise<Released> {
  const { requester, action, isPublic } = call
  const { id, loop } = approved
  const started = await approvals.startAsGateway(requester, id, digestOf(loop, requester.id, action))
  if (!started.ok) return started
  const { ticket, approval } = started.value
  const passed: PassedCall = {
    ...(!isPublic && { principal: requester }),
    approval,
    headers: [['holdpoint-approval', id]],
    async finish(outcome) {
      // The effect has happened: an outcome that can't be recorded becomes `unknown` by the run limit.
      const finished = await approvals.finish(requester, id, { ticket, outcome }).catch(() => undefined)
      if (!finished?.ok) log.warn(`outcome ${outcome} not recorded`, { approval: id })
    },
  }
  return ok({ type: 'passed', call: passed })
}

/** What a repeated request names, if it is for exactly this request; else a new question, unless none is needed. */
async function findOrAsk({ approvals }: GuardOptions, route: GuardedRouteOptions, call: Call): Promise<Asked> {
  const { request, requester, action } = call
  const id = request.header('holdpoint-approval')
  if (id === undefined) {
    const { loop, expiresInMs, maxPending } = route
    const draft = { action, ...(loop !== undefined && { loop }), ...(expiresInMs !== undefined && { expiresInMs }) }
    return approvals.requestIfAsked(requester, draft, {
      executor: 'gateway',
      ...(maxPending !== undefined && { maxPending }),
    })
  }
  const found = await approvals.get(requester, id)
  if (!found.ok) return found
  const approval = found.value
  if (digestOf(approval.loop, requester.id, action) === approval.digest) return ok({ type: 'held', approval })
  return {
    ...refuse('digest_mismatch', 'This is not the request that Holdpoint-Approval is for: repeat it byte for byte.'),
    approval,
  }
}

function answered(
  { onAnswered, log }: GuardOptions,
  { requester, action, isPublic }: Call,
  { policy, loop }: { readonly policy: PolicyAnswer; readonly loop: string },
): Released {
  const { kind, target } = action
  try {
    onAnswered?.({ loop, requester: requester.id, kind, target, policy })
  } catch (error) {
    log.error('onAnswered failed', { error: String(error) })
  }
  if (policy.answer !== 'allow') return refuse('denied', `The policy denies it (${policy.line}).`)
  return ok({ type: 'passed', call: { headers: [], ...(!isPublic && { principal: requester }) } })
}

/** How an approval ended without running is its own code; what was started is never started again. */
function ended(approval: Approval): Released {
  const { status, reason } = approval
  const why = reason === undefined ? '' : ` Reason given: ${reason}`
  switch (status) {
    case 'denied':
    case 'expired':
    case 'cancelled':
    case 'revoked':
    case 'lapsed':
      return { ...refuse(status, `The approval is ${status}; nothing has run.${why}`), approval }
    case 'pending':
    case 'approved':
    case 'started':
    case 'succeeded':
    case 'failed':
    case 'unknown':
      return { ...refuse('already_started', `It was started before, and is ${status}.`), approval }
  }
}
