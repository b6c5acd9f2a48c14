// One approval in each status, and well-formed commands for it, on one timeline. Tests change what they are about.
import { type Digest, digestOf, sha256Of } from '../../src/domain/action.ts'
import type { Answer, Approval, Status } from '../../src/domain/approval.ts'
import type { Command, CommandDraft, RequestCommand } from '../../src/domain/command.ts'
import type { Effect } from '../../src/domain/effect.ts'
import { transition } from '../../src/domain/machine.ts'
import type { Outcome } from '../../src/domain/outcome.ts'
import type { Json } from '../../src/domain/json.ts'
import { defaultThresholds, type Thresholds } from '../../src/domain/thresholds.ts'
import { type Verdict } from '../../src/domain/vote.ts'

export const askedAt = Date.UTC(2026, 0, 1)
export const expiresInMs = 60_000
export const grantMs = 10_000
export const maxRunMs = 5_000
export const requester = 'key:bot'
export const ticket = 'the-ticket'

export const action = {
  kind: 'outbound.message',
  target: { channel: 'log', to: '+1555' },
  input: { payloads: [{ text: 'hi' }] },
}
export const digest: Digest = digestOf('default', requester, action)
export const otherDigest: Digest = sha256Of('something else')

let keys = 0
export const freshKey = (): string => `key-${(keys += 1)}`

export function requestCommand(changes: Partial<RequestCommand> = {}): RequestCommand {
  return {
    type: 'request',
    key: freshKey(),
    at: askedAt,
    actor: requester,
    via: 'api',
    id: 'ap_1',
    loop: 'default',
    action,
    draftHash: sha256Of('the draft'),
    executor: 'requester',
    channels: [],
    policy: { answer: 'ask', line: 'outbound.message: on-miss' },
    thresholds: defaultThresholds,
    editable: true,
    ruleBindsInput: false,
    expiresInMs,
    grantMs,
    maxRunMs,
    ...changes,
  }
}

export const thresholds = (changes: Partial<Thresholds>): Thresholds => ({ ...defaultThresholds, ...changes })

/** A command by `actor`, `afterMs` after the approval was asked. */
export function command(draft: CommandDraft, actor = 'ann', afterMs = 1_000, key = freshKey()): Command {
  return { ...draft, key, actor, via: 'api', at: askedAt + afterMs }
}

export const decide = (
  verdict: Verdict,
  actor = 'ann',
  afterMs = 1_000,
  changes: Partial<Extract<CommandDraft, { type: 'decide' }>> = {},
) => command({ type: 'decide', verdict, digest, mayMakeRule: false, ...changes }, actor, afterMs)

/** Allow once, with `input` in place of the one asked for. */
export const edit = (input: Json, actor = 'ann', afterMs = 1_000, policy: 'allow' | 'ask' | 'deny' = 'ask') =>
  command(
    { type: 'decide', verdict: 'allow-once', digest, mayMakeRule: false, edit: { input, policy } },
    actor,
    afterMs,
  )

export const recordAsk = (remoteId: string, afterMs = 500) =>
  command(
    {
      type: 'record-ask',
      channel: 'hitl-sh',
      remoteId,
      remoteLoop: 'loop-1',
      digest,
      verdicts: ['allow-once', 'allow-always', 'deny'],
    },
    'hitl-sh',
    afterMs,
  )

export const saysAllow = (changes: Partial<Answer> = {}): Answer => ({
  event: 'completed',
  remoteId: 'r1',
  remoteLoop: 'loop-1',
  verdict: 'allow-once',
  reviewer: 'hitl-sh:u1',
  ...changes,
})

export const answer = (said: Answer, trusted: boolean, afterMs = 2_000, key = freshKey()) =>
  command({ type: 'answer', channel: 'hitl-sh', answer: said, trusted }, 'hitl-sh', afterMs, key)

export const start = (afterMs = 3_000, actor = requester) =>
  command({ type: 'start', digest, by: 'requester', ticket }, actor, afterMs)

export const finish = (outcome: 'succeeded' | 'failed' | 'unknown' = 'succeeded', afterMs = 4_000) =>
  command({ type: 'finish', ticket, outcome }, requester, afterMs)

export const elapse = (afterMs: number) => command({ type: 'elapse' }, 'clock', afterMs)

/** The approval after all of these; each must move it. */
export function after(...commands: readonly Command[]): Approval {
  let approval: Approval | undefined
  for (const next of commands) approval = moved(transition(approval, next)).next
  if (approval === undefined) throw new Error('no command')
  return approval
}

/** Its effects but the audit note, which every move leaves (I35). */
export function moved(outcome: Outcome): Extract<Outcome, { type: 'moved' }> {
  if (outcome.type !== 'moved') throw new Error(`expected a move: ${JSON.stringify(outcome)}`)
  const { version } = outcome.next
  const isNote = (effect: Effect) => effect.kind === 'audit' && effect.note.version === version
  const effects = outcome.effects.filter((effect) => !isNote(effect))
  if (effects.length !== outcome.effects.length - 1) throw new Error(`not one audit note for version ${version}`)
  return { ...outcome, effects }
}

/** What an outcome comes to: `→ status` where it moved to another one, `kept` where it moved within it. */
export function resultOf(before: Approval | undefined, outcome: Outcome): string {
  switch (outcome.type) {
    case 'moved':
      return outcome.next.status === before?.status ? 'kept' : `→ ${outcome.next.status}`
    case 'unchanged':
      return 'unchanged'
    case 'refused':
      return outcome.refusal.code
  }
}

/** Asked at one place (`r1`), where somebody is said to have allowed it, and that is being confirmed. */
export const pendingCommands = (): readonly Command[] => [
  requestCommand(),
  recordAsk('r1'),
  answer(saysAllow(), false, 600),
]

/** `ann` is the one who decided, at 1,000 ms. */
export function sampleIn(status: Status): Approval {
  const pending = pendingCommands()
  const approved = [...pending, decide('allow-once')]
  switch (status) {
    case 'pending':
      return after(...pending)
    case 'approved':
      return after(...approved)
    case 'denied':
      return after(...pending, decide('deny'))
    case 'expired':
      return after(...pending, elapse(expiresInMs))
    case 'cancelled':
      return after(...pending, command({ type: 'cancel' }, requester))
    case 'revoked':
      return after(...approved, command({ type: 'revoke' }, 'ann', 2_000))
    case 'lapsed':
      return after(...approved, elapse(1_000 + grantMs))
    case 'started':
      return after(...approved, start())
    case 'succeeded':
    case 'failed':
    case 'unknown':
      return after(...approved, start(), finish(status))
  }
}
