// A place like HITL.sh, where people are asked outside of the gateway: it answers twice, out of order, before the create
// call has returned, with defaults nobody chose, and to the wrong address; and somebody forges what it says.
import type { Approval, AskEffect, Channel, Delivery, Digest, Json, Verdict } from '@holdpoint/core'
import { answerFromRequest, isEnding, parseWebhook, toAnswer } from '@holdpoint/core/hitl-sh'
import type { History } from '../history.ts'
import { outsideChannel, people, personName } from '../plan.ts'
import type { Faults } from '../world/faults.ts'
import type { SimNode } from '../world/node.ts'
import type { World } from '../world/world.ts'

interface Question {
  readonly id: string
  readonly approval: string
  readonly digest: Digest
  readonly verdicts: readonly Verdict[]
  state: 'pending' | 'completed' | 'timeout' | 'cancelled'
  verdict?: Verdict
  /** Who chose; absent where the default was taken. */
  userId?: string
}

export interface OutsidePlaceOptions {
  readonly world: World
  readonly faults: Faults
  readonly history: History
  readonly nodes: readonly SimNode[]
  /** Whether nodes take its word without reading back; then nobody forges it. */
  readonly trusted: boolean
}

export interface OutsidePlace {
  channelFor(isAlive: () => boolean): Channel
}

const loop = 'loop-1'

export function createOutsidePlace(options: OutsidePlaceOptions): OutsidePlace {
  const { world, faults, history, nodes, trusted } = options
  const { random } = world
  const questions: Question[] = []

  const bodyOf = ({ id, state, verdict, userId }: Question): { readonly [key: string]: Json } => ({
    event: `request.${state}`,
    status: state,
    request_id: id,
    loop_id: loop,
    // A time-out brings the default along, as if it had been chosen.
    ...(verdict !== undefined && { response_data: { selected_value: verdict } }),
    ...(userId !== undefined && { response_by: { user_id: userId } }),
  })

  const report = (question: Question, approval = question.approval) => {
    const body = bodyOf(question)
    world.after(faults.travelMs() + random.int(300), () => world.spawn(() => post(body, question, approval)))
  }

  /** Posts one callback until it is taken; a few tries, as such places have. */
  const post = async (body: Json, question: Question, approval: string) => {
    const parsed = parseWebhook(body)
    if (!parsed.ok || !isEnding(parsed.event)) return
    const answer = toAnswer(parsed.event, question.verdicts)
    history.answers.push({ approval, answer, trusted })
    for (let attempt = 0; attempt < 4; attempt++) {
      const reply = await random
        .pick(nodes)
        .call(({ approvals }) => approvals.answer(outsideChannel, approval, answer, trusted))
      if (reply.type === 'answered') return
      await world.sleep(200 * 2 ** attempt)
    }
  }

  const choose = (question: Question) => {
    if (question.state !== 'pending') return
    const userId = random.pick(people)
    const verdict = random.pick(question.verdicts)
    Object.assign(question, { state: 'completed', verdict, userId })
    const { approval, digest } = question
    const choice = { approval, digest, reviewer: personName(userId), verdict, via: outsideChannel }
    history.choices.push({ ...choice, step: world.step() })
    for (let copies = random.between(1, 3); copies > 0; copies--) report(question)
    const other = random.pick(questions)
    if (random.chance(0.2)) report(question, other.approval)
  }

  /** Nobody chose: the place takes its default, and may even say that somebody did. */
  const timeOut = (question: Question) => {
    if (question.state !== 'pending') return
    const state = random.chance(0.7) ? 'timeout' : 'completed'
    Object.assign(question, { state, verdict: 'allow-once' })
    if (state === 'timeout' && random.chance(0.5)) question.userId = random.pick(people)
    report(question)
    if (random.chance(0.5)) report(question)
  }

  const forge = (question: Question) => {
    if (trusted) return
    const verdict = random.chance(0.8) ? 'allow-once' : 'deny'
    report({ ...question, state: 'completed', verdict, userId: random.pick(people) })
  }

  const put = (approval: Approval, { digest }: AskEffect): Question => {
    const question: Question = {
      id: `q${questions.length}`,
      approval: approval.id,
      digest,
      verdicts: approval.thresholds.verdicts,
      state: 'pending',
    }
    questions.push(question)
    if (random.chance(0.6)) world.after(random.chance(0.2) ? 1 : random.between(20, 3_000), () => choose(question))
    if (random.chance(0.5)) world.after(random.between(100, 3_000), () => timeOut(question))
    if (random.chance(0.4)) world.after(random.between(1, 2_000), () => forge(question))
    return question
  }

  return {
    channelFor(isAlive) {
      const reach = <T>(task: () => T): Promise<T> =>
        new Promise((resolve, reject) => {
          if (!isAlive()) return
          const isLost = faults.isOn() && random.chance(0.1)
          world.after(faults.travelMs() + random.int(100), () => {
            const done = isLost && random.chance(0.5) ? undefined : task()
            world.after(faults.travelMs(), () => {
              if (!isAlive()) return
              if (isLost || done === undefined) reject(new Error('the outside place did not answer'))
              else resolve(done)
            })
          })
        })

      return {
        name: outsideChannel,
        ask: (effect, approval) =>
          reach((): Delivery => {
            const { id, digest, verdicts } = put(approval, effect)
            const ask = { channel: outsideChannel, remoteId: id, remoteLoop: loop, digest, verdicts }
            return { then: 'delivered', command: { type: 'record-ask', ...ask } }
          }),
        settle: ({ remoteId }) =>
          reach((): Delivery => {
            const question = questions.find(({ id }) => id === remoteId)
            if (question?.state === 'pending') question.state = 'cancelled'
            return { then: 'delivered' }
          }),
        confirm: ({ answer }, approval) =>
          reach((): Delivery => {
            const refute = { type: 'refute', channel: outsideChannel, answer } as const
            const ask = approval.asks.find((other) => other.remoteId === answer.remoteId)
            const question = questions.find(({ id }) => id === ask?.remoteId)
            if (!ask || !question) return { then: 'give-up', reason: 'no such question', command: refute }
            const { response_data, response_by } = bodyOf(question)
            const { id, state: status } = question
            const judged = answerFromRequest({ id, status, response_data, response_by }, ask.verdicts)
            if (judged.is !== 'answered') return { then: 'give-up', reason: judged.is, command: refute }
            const command = { type: 'answer', channel: outsideChannel, answer: judged.answer, trusted: true } as const
            return { then: 'delivered', command }
          }),
      }
    },
  }
}
