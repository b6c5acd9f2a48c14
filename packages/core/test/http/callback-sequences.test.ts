// Every order in which HITL.sh can say up to four things, in both forms, once and repeated, against a model of what may
// come of it: only the first completion decides; claims, time-outs and cancellations are only noted.
import { expect, it } from 'vitest'
import type { ConfirmEffect } from '../../src/domain/effect.ts'
import type { Delivery } from '../../src/ports.ts'
import { listening, loopId, remoteId } from './callback-bench.ts'

const said = {
  claimed: { event: 'request.claimed', status: 'claimed' },
  allow: { event: 'request.completed', status: 'completed', response_data: { selected_value: 'allow-once' } },
  deny: { event: 'request.completed', status: 'completed', response_data: { selected_value: 'deny' } },
  timeout: { event: 'request.timeout', status: 'timeout', response_data: { selected_value: 'allow-once' } },
  cancelled: { event: 'request.cancelled', status: 'cancelled' },
} as const
type Said = keyof typeof said
const words = Object.keys(said) as Said[]

const sequences = (length: number): Said[][] =>
  length === 0 ? [[]] : sequences(length - 1).flatMap((before) => words.map((word) => [...before, word]))
const all = [1, 2, 3, 4].flatMap(sequences)

const forms = {
  flat: ({ event, ...rest }: (typeof said)[Said]) => ({
    event,
    request_id: remoteId,
    loop_id: loopId,
    response_by: { user_id: 'u1' },
    ...rest,
  }),
  nested: ({ event, ...rest }: (typeof said)[Said]) => ({
    event,
    timestamp: '2026-03-15T10:45:00Z',
    data: { request: { id: remoteId, loop_id: loopId, ...rest }, reviewer: { user_id: 'u1', email: 'a@example.com' } },
  }),
}

/** Of the service: its request was completed as the first completion said. */
const model = (sequence: readonly Said[]) => {
  const first = sequence.find((word) => word === 'allow' || word === 'deny')
  return first === undefined ? 'pending' : first === 'allow' ? 'approved' : 'denied'
}

const cases = (['never', 'always'] as const).flatMap((confirm) =>
  (['flat', 'nested'] as const).flatMap((form) => [1, 3].map((times) => [confirm, form, times] as const)),
)

it.each(cases)('I4, I7, I14: confirm %s, %s, %i times: all 780 sequences end as the model says', async (...the) => {
  const [confirm, form, times] = the
  const truths = new Map<string, ReturnType<typeof model>>()
  const confirmThere = ({ id, channel, answer }: ConfirmEffect): Delivery => {
    const verdict = truths.get(id.split(':')[0] ?? '') === 'approved' ? 'allow-once' : 'deny'
    return { then: 'delivered', command: { type: 'answer', channel, answer: { ...answer, verdict }, trusted: true } }
  }
  const world = await listening(confirm, { confirmThere })
  const asked = await Promise.all(all.map(async (sequence) => ({ sequence, id: (await world.ask()).id })))
  for (const { sequence, id } of asked) truths.set(id, model(sequence))
  // What finds no place in the pump's hands is found by its next look.
  await world.clock.advance(2_000)

  const differing: string[] = []
  for (const { sequence, id } of asked)
    for (const word of sequence)
      for (let time = 0; time < times; time++) {
        const answer = await world.post({ body: forms[form](said[word]) }, world.pathOf(id))
        if (answer.status !== 200) differing.push(`${sequence.join()} was answered ${answer.status}`)
      }
  await world.clock.advance(2_000)
  for (const { sequence, id } of asked) {
    const { status, votes, asks } = await world.stored(id)
    const kept = await world.kept(id)
    const truth = truths.get(id)
    if (status !== truth || asks.length !== 1 || votes.length !== (truth === 'pending' ? 0 : 1) || kept.length > 0)
      differing.push(`${sequence.join()} ended ${status} with ${votes.length} votes, ${kept.length} kept aside`)
  }
  await world.pump.stop(0)
  expect(differing).toEqual([])
})
