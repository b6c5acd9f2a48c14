// A channel wired to a HITL.sh stand-in and a receiver of its callbacks, over real sockets.
import { createServer } from 'node:http'
import type { Approval, Ask, Channel, Delivery } from '@holdpoint/core'
import { startHitlShStandIn, type HitlShStandIn, type HitlShStandInOptions } from '@holdpoint/testkit'
import { Agent } from 'undici'
import { createHitlShChannel, createHitlShClient, type HitlShChannelOptions } from '../src/index.ts'
import { approvalOf, askOf, first, recordingLog } from './samples.ts'

export interface Bench {
  readonly standIn: HitlShStandIn
  readonly log: ReturnType<typeof recordingLog>
  /** What callback URLs begin with; the approval's id follows. */
  readonly callbackUrl: string
  channelOf(changes?: Partial<HitlShChannelOptions>, timeoutMs?: number): Channel
  /** An approval whose question was put and recorded. */
  asked(changes?: Partial<Approval>): Promise<{ readonly asked: Approval; readonly ask: Ask }>
  close(): Promise<void>
}

export async function openBench(options: HitlShStandInOptions = {}): Promise<Bench> {
  const standIn = await startHitlShStandIn({ callbackRetryMs: 1, ...options })
  const dispatcher = new Agent()
  const log = recordingLog()
  const receiver = createServer((_, response) => void response.end('{}'))
  await new Promise<void>((resolve) => void receiver.listen(0, '127.0.0.1', resolve))
  const address = receiver.address()
  const callbackUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/hitl/callback/SECRET-OF-`

  const channelOf: Bench['channelOf'] = (changes = {}, timeoutMs = 2000) =>
    createHitlShChannel({
      client: createHitlShClient({ apiKey: standIn.apiKey, baseUrl: standIn.url, timeoutMs, dispatcher }),
      loopFor: (loop) => (loop === 'default' ? standIn.loopId : undefined),
      callbackUrlFor: (id) => callbackUrl + id,
      inboxUrlFor: (id) => `https://gate.example/approvals/${id}`,
      confirm: 'always',
      log,
      ...changes,
    })

  return {
    standIn,
    log,
    callbackUrl,
    channelOf,
    async asked(changes) {
      const approval = approvalOf(changes)
      return recorded(approval, await channelOf().ask(askOf(approval), approval, first()))
    },
    async close() {
      await dispatcher.destroy()
      await standIn.close()
      receiver.closeAllConnections()
      await new Promise((resolve) => void receiver.close(resolve))
    },
  }
}

/** The approval as it is once the question was recorded; throws if it was not put. */
export function recorded(approval: Approval, delivery: Delivery): { readonly asked: Approval; readonly ask: Ask } {
  if (delivery.then !== 'delivered' || delivery.command?.type !== 'record-ask')
    throw new Error(`not asked: ${JSON.stringify(delivery)}`)
  const { type: _, ...rest } = delivery.command
  const ask: Ask = { ...rest, at: approval.createdAt }
  return { asked: { ...approval, asks: [ask] }, ask }
}
