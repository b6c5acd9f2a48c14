// I4, I5, I9: what the callers of one approval were told, in one order that a plain register allows, and which ends as
// the store ends.
import type { Approval } from '@holdpoint/core'
import { mayMakeRules, outsideChannel } from '../plan.ts'
import { insideTitle, type ApprovalWrite, type Call, type History, type Violation } from '../history.ts'
import type { World } from '../world/world.ts'
import { approvalModel, type ApprovalTerms, type Heard, type Said } from './approval-model.ts'
import { findOrder, type Operation } from './find-order.ts'
import { turnOf } from './turn.ts'

type Step = Operation<Said, Heard>

export interface OrderCheck {
  readonly violations: readonly Violation[]
  /** Histories too tangled to be judged within the bound. */
  readonly gaveUp: number
}

export function checkOrder(world: World, history: History): OrderCheck {
  const violations: Violation[] = []
  let gaveUp = 0
  const writesById = Map.groupBy(history.writes, ({ id }) => id)
  const callsById = Map.groupBy(history.calls, ({ approval }) => approval)
  for (const [id, writes] of writesById) {
    const [first, last] = [writes[0]?.after, writes.at(-1)?.after]
    if (!first || !last) continue
    const operations = [
      ...seenInStore(world, writes),
      ...(callsById.get(id) ?? []).flatMap((call) => heardByCaller(first, call)),
      { input: { type: 'read' } as const, output: `is:${last.status}`, from: world.step() + 1, to: world.step() + 1 },
    ]
    const order = findOrder(operations, approvalModel(termsOf(first, last)))
    if (order.found === 'gave-up') gaveUp += 1
    if (order.found !== 'none') continue
    const what = order.stuckAt
      .slice(0, 4)
      .map(({ input, output, from, to }) => `${input.type} ${from}–${to}: ${output}`)
    violations.push({ promise: 'I5', approval: id, step: world.step(), what: `no order explains: ${what.join('; ')}` })
  }
  return { violations, gaveUp }
}

function termsOf(first: Approval, last: Approval): ApprovalTerms {
  const { requester, digest, executor, thresholds, editable } = first
  return { first: first.status, requester, digest, executor, thresholds, editable, ticket: last.ticket }
}

/** What no client did: time, answers from outside, the gateway's own starts, and what happened inside a node. */
function seenInStore(world: World, writes: readonly ApprovalWrite[]): Step[] {
  const turns = new Map<string, Step>()
  const steps: Step[] = []
  for (const { step, at, before, after } of writes) {
    const instant = { output: 'ok', from: step, to: step }
    const turn = turnOf(after)
    const turnsAt = turn ? world.stepAt(turn.at) : Infinity
    if (turn && turnsAt !== Infinity) {
      const input = { type: 'turn' as const, from: turn.from, to: turn.to }
      turns.set(`${turn.from} ${turn.at}`, { input, output: 'ok', from: turnsAt, to: turnsAt })
    }
    if (!before) continue
    const fresh = after.votes.filter((vote) => !before.votes.some((other) => sameVote(vote, other)))
    for (const { reviewer, verdict, via } of fresh)
      if (via === outsideChannel) steps.push({ ...instant, input: { type: 'counted', by: reviewer, verdict } })
    if (before.status === after.status) continue
    const isOwnDoing = isInside(after)
    const { executor, digest, ticket = '', status } = after
    if (status === 'started' && (executor === 'gateway' || isOwnDoing))
      steps.push({ ...instant, input: { type: 'start', by: executor, digest } })
    if (before.status === 'started' && (executor === 'gateway' || isOwnDoing) && at < (before.runEndsAt ?? 0))
      steps.push({ ...instant, input: { type: 'finish', ticket, outcome: status } })
    if (status === 'cancelled' && isOwnDoing) steps.push({ ...instant, input: { type: 'cancel' } })
    if (after.withdrawn !== undefined)
      steps.push({ ...instant, input: { type: 'turn', from: 'approved', to: 'revoked' } })
  }
  return [...turns.values(), ...steps]
}

const sameVote = (a: Approval['votes'][number], b: Approval['votes'][number]): boolean =>
  a.reviewer === b.reviewer && a.verdict === b.verdict && a.at === b.at

const isInside = (approval: Approval): boolean => approval.claim?.title === insideTitle

function heardByCaller(first: Approval, call: Call): Step[] {
  const { name, by, input, invokedAt: from, answer, answeredAt } = call
  const to = answeredAt ?? Infinity
  const said = saidBy(first, name, by, input)
  if (!said) return []
  const output = answer && heard(said, answer)
  if (answer && output === undefined) return []
  return [{ input: said, output, from, to }]
}

function saidBy(first: Approval, name: string, by: string, input: Call['input']): Said | undefined {
  const { verdict, digest, ticket = '', outcome, edited, reason } = input
  switch (name) {
    case 'decide': {
      if (verdict === undefined || digest === undefined) return undefined
      const counts = verdict === 'allow-always' && !mayMakeRules(by) ? 'allow-once' : verdict
      return { type: 'decide', by, verdict: counts, chosen: verdict, digest, edited, hasReason: reason !== undefined }
    }
    case 'cancel':
      return { type: 'cancel' }
    case 'revoke':
      return { type: 'revoke', by }
    case 'start':
      return digest && { type: 'start', by: 'requester', digest }
    case 'finish':
      return { type: 'finish', ticket, outcome: (outcome ?? 'unknown') as Approval['status'] }
    case 'read':
      return { type: 'read' }
    default:
      return undefined
  }
}

function heard(said: Said, answer: NonNullable<Call['answer']>): Heard | undefined {
  if (!answer.ok) return skipped.has(answer.code) ? undefined : answer.code
  return said.type === 'read' ? `is:${answer.approval.status}` : 'ok'
}

/** Answers that say nothing of the register: who may call, and what can't be read. */
const skipped: ReadonlySet<string> = new Set([
  'forbidden',
  'not_found',
  'unreadable_record',
  'policy_changed',
  'edit_denied',
])
