// How long it takes from the sending of a decision until a held `GET … Prefer: wait` has its answer.
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'undici'
import { quantile } from '../cycles-per-second.ts'
import { allow, ask } from './api-calls.ts'
import { startApiServer } from './api-server.ts'

export interface HeldGetRow {
  /** How long both processes were idle before each decision: a processor that has slept takes a while to wake. */
  readonly idleMs: number
  readonly decisions: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** For `p50Ms`. */
  readonly goalMs: number
}

export interface HeldGetOptions {
  readonly decisions?: number
}

export async function heldGet({ decisions = 300 }: HeldGetOptions = {}): Promise<readonly HeldGetRow[]> {
  return [await measure(decisions, 0), await measure(decisions, 5)]
}

async function measure(decisions: number, idleMs: number): Promise<HeldGetRow> {
  const server = await startApiServer()
  const origin = `http://127.0.0.1:${server.port}`
  const [waiting, deciding] = [new Client(origin), new Client(origin)]
  const took: number[] = []
  const warmUps = 50
  try {
    for (let n = 0; n < decisions + warmUps; n += 1) {
      const held = await ask(deciding)
      const headers = { authorization: 'bot', prefer: 'wait=30' }
      const answered = waiting
        .request({ method: 'GET', path: `/v1/approvals/${held.id}`, headers })
        .then(async ({ body }) => {
          const { status } = (await body.json()) as { readonly status: string }
          if (status !== 'approved') throw new Error(`answered while it was ${status}`)
          return performance.now()
        })
      // Another call's answer says that this one is held by now.
      await (await deciding.request({ method: 'GET', path: '/healthz' })).body.dump()
      if (idleMs > 0) await sleep(idleMs)
      const sentAt = performance.now()
      const [answeredAt] = await Promise.all([answered, allow(deciding, held)])
      if (n >= warmUps) took.push(answeredAt - sentAt)
    }
    return { idleMs, decisions, p50Ms: quantile(took, 0.5), p99Ms: quantile(took, 0.99), goalMs: 1 }
  } finally {
    await Promise.all([waiting.destroy(), deciding.destroy()])
    await server.close()
  }
}
