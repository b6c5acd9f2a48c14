// What channels say. Their callbacks are hints: nothing counts before its ask is recorded and its channel trusted it.
import { statusAt, type Answer, type Approval, type Ask, type KeptAnswer } from './approval.ts'
import type { AnswerCommand, Command, RecordAskCommand, RefuteCommand } from './command.ts'
import type { EffectDraft } from './effect.ts'
import { refuse } from './errors.ts'
import { castVote } from './deciding.ts'
import { moved, refused, unchanged, type Outcome } from './outcome.ts'

/** Distinct unconfirmed answers kept for one approval; a provider that sends more is not making sense. */
const maxKeptAnswers = 16

/** Remembers what the far side calls our question, and judges the answers that came before it did. */
export function recordAsk(approval: Approval, command: RecordAskCommand): Outcome {
  if (findAsk(approval, command.channel, command.remoteId)) return unchanged(approval)
  const { channel, remoteId, remoteLoop, digest, verdicts, rules, at } = command
  const more = { ...(remoteLoop !== undefined && { remoteLoop }), ...(rules && { rules }) }
  const ask: Ask = { channel, remoteId, digest, verdicts, at, ...more }
  const asks = [...approval.asks, ask]
  // Settled or edited while the question was on its way: take it back. A pending one that is overdue is settled by its
  // elapse.
  if (approval.status !== 'pending' || digest !== approval.digest)
    return moved(approval, command, { asks }, [{ kind: 'settle', channel, remoteId }])
  return judgeEarlyAnswers({ ...approval, asks }, ask, command)
}

/** All of them, in the order they came: a remote time-out that came first must not bar a completion. */
function judgeEarlyAnswers(asked: Approval, ask: Ask, command: RecordAskCommand): Outcome {
  const isEarly = (kept: KeptAnswer) => kept.state === 'waiting' && isAnswerTo(ask, kept.channel, kept.answer)
  const { version, applied } = asked
  // However many are judged, it is one move of one command.
  let judged: Approval = { ...asked, answers: asked.answers.filter((kept) => !isEarly(kept)) }
  const effects: EffectDraft[] = []
  for (const early of asked.answers.filter(isEarly)) {
    // Its time may be over, by the clock or by the answer before this one.
    if (statusAt(judged, command.at) !== 'pending') break
    const heard = hear(judged, early, command)
    if (heard.type !== 'moved') continue
    judged = { ...heard.next, version, applied }
    effects.push(...heard.effects)
  }
  return moved(judged, command, {}, effects)
}

/** Hears an answer to a pending approval. */
export function answer(approval: Approval, command: AnswerCommand): Outcome {
  return hear(approval, command, command)
}

type Said = Pick<AnswerCommand, 'channel' | 'answer' | 'trusted' | 'at'>

function hear(approval: Approval, said: Said, command: Command): Outcome {
  const { channel, answer, trusted } = said
  const ask = findAsk(approval, channel, answer.remoteId)
  if (!ask) {
    // The place has already named our question, and this is not its name.
    const named = approval.asks.some((other) => other.channel === channel && other.digest === approval.digest)
    return named ? unknownAsk() : keep(approval, said, command, 'waiting')
  }
  if (!isAnswerTo(ask, channel, answer)) return unknownAsk()
  if (answer.event !== 'completed') return note(approval, ask, answer.event, command)
  if (ask.counted) return unchanged(approval)
  if (!trusted) return keep(approval, said, command, 'confirming')
  return count(approval, ask, answer, command)
}

/** A remote time-out or cancellation neither decides, nor ends the approval, nor bars a later completion. */
function note(approval: Approval, ask: Ask, event: 'timed-out' | 'cancelled', command: Command): Outcome {
  if (ask.notes?.includes(event)) return unchanged(approval)
  return moved(approval, command, { asks: replaceAsk(approval, ask, { ...ask, notes: [...(ask.notes ?? []), event] }) })
}

function count(approval: Approval, ask: Ask, { verdict, reviewer }: Answer, command: Command): Outcome {
  if (verdict === undefined || reviewer === undefined || !ask.verdicts.includes(verdict))
    return refused(refuse('verdict_not_offered', 'The answer is not one that was offered there.', 'verdict'))
  const asks = replaceAsk(approval, ask, { ...ask, counted: true })
  // What was said of other questions still waits to be judged.
  const answers = approval.answers.filter((kept) => !isAnswerTo(ask, kept.channel, kept.answer))
  const ballot = { reviewer, verdict, digest: ask.digest, via: ask.channel, mayMakeRule: ask.rules === true }
  return castVote({ ...approval, asks, answers }, command, ballot)
}

function keep(approval: Approval, said: Said, command: Command, state: 'waiting' | 'confirming'): Outcome {
  const { channel, answer, trusted, at } = said
  const same = approval.answers.find((kept) => kept.channel === channel && isSameAnswer(kept.answer, answer))
  const confirm: EffectDraft[] = state === 'confirming' ? [{ kind: 'confirm', channel, answer }] : []
  if (same?.state === 'waiting') return unchanged(approval)
  if (same?.state === 'confirming') {
    if (same.again) return unchanged(approval)
    return moved(approval, command, { answers: replaceKept(approval, same, { ...same, again: true }) })
  }
  if (!same && approval.answers.length >= maxKeptAnswers)
    return refused(refuse('too_many_answers', 'Too many different answers came that could not be confirmed.'))
  const kept: KeptAnswer = { channel, answer, trusted, at, state }
  const answers = same ? replaceKept(approval, same, kept) : [...approval.answers, kept]
  return moved(approval, command, { answers }, confirm)
}

/** The channel did not confirm it. If it was said again meanwhile, it is worth another look: it may be true by now. */
export function refute(approval: Approval, command: RefuteCommand): Outcome {
  const { channel, answer } = command
  const kept = approval.answers.find(
    (other) => other.channel === channel && other.state === 'confirming' && isSameAnswer(other.answer, answer),
  )
  if (!kept) return unchanged(approval)
  const { again, ...rest } = kept
  return again
    ? moved(approval, command, { answers: replaceKept(approval, kept, rest) }, [{ kind: 'confirm', channel, answer }])
    : moved(approval, command, { answers: replaceKept(approval, kept, { ...rest, state: 'refuted' }) })
}

const unknownAsk = (): Outcome =>
  refused(refuse('unknown_ask', 'This answer is to no question that was put for this approval.'))

const findAsk = (approval: Approval, channel: string, remoteId: string): Ask | undefined =>
  approval.asks.find((ask) => ask.channel === channel && ask.remoteId === remoteId)

const isAnswerTo = (ask: Ask, channel: string, answer: Answer): boolean =>
  ask.channel === channel &&
  ask.remoteId === answer.remoteId &&
  (ask.remoteLoop === undefined || answer.remoteLoop === undefined || ask.remoteLoop === answer.remoteLoop)

const isSameAnswer = (a: Answer, b: Answer): boolean =>
  a.event === b.event &&
  a.remoteId === b.remoteId &&
  a.remoteLoop === b.remoteLoop &&
  a.verdict === b.verdict &&
  a.reviewer === b.reviewer

const replaceAsk = (approval: Approval, old: Ask, ask: Ask): readonly Ask[] =>
  approval.asks.map((other) => (other === old ? ask : other))

const replaceKept = (approval: Approval, old: KeptAnswer, kept: KeptAnswer): readonly KeptAnswer[] =>
  approval.answers.map((other) => (other === old ? kept : other))
