// HITL.sh's webhook over a fake clock: a question that has been put, its address, and what is kept aside.
import type { ConfirmEffect } from '../../src/domain/effect.ts'
import { mintCallbackSecret } from '../../src/hitl-sh/callback-secret.ts'
import { createCallbackHandler, type CallbackOptions } from '../../src/http/callback.ts'
import type { Delivery } from '../../src/ports.ts'
import { asking, channel, createWorld, type WorldOptions } from '../service/world.ts'
import { limits, read, request, type Sent } from './served.ts'

export const key = 'a callback key of some length'
export const oldKey = 'the callback key before that one'
export const remoteId = '65f1a2b3c4d5e6f7a8b9c0d1'
export const loopId = '65f1a2b3c4d5e6f7a8b9c0d2'

export interface ListeningOptions extends WorldOptions {
  /** What reading an answer back comes to; by default it is as the callback said. */
  readonly confirmThere?: (effect: ConfirmEffect) => Delivery
  readonly callback?: Partial<CallbackOptions>
  /** Whoever answers there may make rules. */
  readonly rules?: true
}

export async function listening(confirm: 'always' | 'never' = 'never', options: ListeningOptions = {}) {
  const { confirmThere = asTheCallbackSaid } = options
  const world = createWorld({ settings: asking('hitl-sh'), ...options })
  const hitlSh = channel('hitl-sh', {
    ask: async ({ channel, digest }) => ({
      then: 'delivered',
      command: {
        type: 'record-ask',
        channel,
        remoteId,
        remoteLoop: loopId,
        digest,
        verdicts: ['allow-once', 'allow-always', 'deny'],
        ...(options.rules && { rules: true }),
      },
    }),
    confirm: async (effect) => confirmThere(effect),
  })
  const pump = world.pump({ channels: [hitlSh] })
  let keys = [key, oldKey]
  const handler = createCallbackHandler({
    approvals: world.approvals,
    quarantine: world.quarantine,
    keys: () => keys,
    limits,
    confirm: () => confirm,
    log: world.log,
    ids: world.ids,
    ...options.callback,
  })
  const approval = await world.ask()
  const secret = mintCallbackSecret(approval.id, key)
  pump.start()
  await world.clock.advance(0)
  return {
    ...world,
    pump,
    approval,
    secret,
    handler,
    retire: () => (keys = []),
    post: async (sent: Sent = {}, path = `/hitl/callback/${secret}`, method = 'POST') =>
      read(await handler(request(method, path, sent))),
    pathOf: (id: string) => `/hitl/callback/${mintCallbackSecret(id, key)}`,
    kept: async (id = approval.id) => {
      const facets = [undefined, undefined, id, undefined] as const
      const query = { facets, limit: 100, direction: 'ascending', now: world.clock.now() } as const
      return (await world.inner.list('quarantine', query)).items
    },
  }
}

export const completed = (changes = {}) => ({
  event: 'request.completed',
  status: 'completed',
  request_id: remoteId,
  loop_id: loopId,
  response_data: { selected_value: 'allow-once' },
  response_by: { user_id: 'u1' },
  ...changes,
})

const asTheCallbackSaid = ({ channel, answer }: ConfirmEffect): Delivery => ({
  then: 'delivered',
  command: { type: 'answer', channel, answer, trusted: true },
})
