// How an approval begins.
import { digestOf } from './action.ts'
import { routeKind, runsByItself, type Approval, type Status } from './approval.ts'
import type { RequestCommand } from './command.ts'
import type { EffectDraft } from './effect.ts'
import { refuse } from './errors.ts'
import { frozenCopy } from './json.ts'
import { numbered, refused, unchanged, type Outcome } from './outcome.ts'
import { whyUnsatisfiable } from './thresholds.ts'

/** Makes the approval: held where the policy asks, else already approved or denied. */
export function makeApproval(command: RequestCommand): Outcome {
  const { policy, thresholds, at } = command
  if (policy.answer === 'ask') {
    const why = whyUnsatisfiable(thresholds, command.actor)
    if (why !== undefined) return refused(refuse('unsatisfiable', `This can never be approved: ${why}.`))
  }
  // Field by field: whatever else the object carries is in no digest, so it must not be kept.
  const { kind, target, input } = command.action
  const action = frozenCopy({ kind, target, input })
  const digest = digestOf(command.loop, command.actor, action)
  const approval: Approval = {
    id: command.id,
    loop: command.loop,
    requester: command.actor,
    status: firstStatus[policy.answer],
    version: 1,
    action,
    digest,
    requestDigest: digest,
    draftHash: command.draftHash,
    ...(command.claim && { claim: frozenCopy({ ...command.claim }) }),
    ...(command.context !== undefined && { context: frozenCopy(command.context) }),
    ...(command.callbackUrl !== undefined && { callbackUrl: command.callbackUrl }),
    executor: command.executor,
    channels: command.channels,
    policy,
    ...(command.shadow && { shadow: command.shadow }),
    thresholds,
    // What a route was called with can't be changed under the caller's hands.
    editable: command.editable && action.kind !== routeKind,
    ruleBindsInput: command.ruleBindsInput,
    ...(command.denialMemoryMs !== undefined && { denialMemoryMs: command.denialMemoryMs }),
    ...(command.reopens !== undefined && { reopens: command.reopens }),
    votes: [],
    edits: [],
    comments: [],
    asks: [],
    answers: [],
    applied: [{ key: command.key, version: 1 }],
    createdAt: at,
    expiresAt: at + command.expiresInMs,
    grantMs: command.grantMs,
    maxRunMs: command.maxRunMs,
    ...(policy.answer !== 'ask' && { decidedAt: at }),
    ...(policy.answer === 'allow' && { grantEndsAt: at + command.grantMs }),
    ...(policy.answer === 'deny' && { endedAt: at }),
  }
  return { type: 'moved', next: approval, effects: numbered(approval, firstEffects(approval)) }
}

const firstStatus = { ask: 'pending', allow: 'approved', deny: 'denied' } as const satisfies Record<string, Status>

function firstEffects(approval: Approval): EffectDraft[] {
  if (approval.status === 'pending')
    return approval.channels.map((channel) => ({ kind: 'ask', channel, digest: approval.digest }))
  return approval.status === 'approved' && runsByItself(approval) ? [{ kind: 'execute' }] : []
}

/** The same draft under the same idempotency key is the same request; another draft is a mistake of the caller. */
export function repeatRequest(approval: Approval, command: RequestCommand): Outcome {
  return approval.draftHash === command.draftHash && approval.executor === command.executor
    ? unchanged(approval)
    : refused(refuse('idempotency_mismatch', 'This Idempotency-Key was used before, for a request that differs.'))
}
