// The handler on each adapter, and a guarded route, as ratios to the bare framework in the same run.
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { load, type Load } from './load.ts'
import type { ServerName } from './server.ts'

export interface AdapterRow {
  readonly what: string
  readonly perSecond: number
  /** CPU of the server's thread for one answer, in µs. */
  readonly cpuUs: number
  /** Answers for the same CPU, to those of the bare framework measured in turns with it. */
  readonly ratio: number
  readonly goal?: number
}

export interface AdapterRowsOptions {
  /** For one measurement, in ms. */
  readonly ms: number
  /** The best of so many counts. */
  readonly rounds: number
  /** Answers before each. */
  readonly warmUp: number
}

const draft = JSON.stringify({
  action: { kind: 'outbound.message', target: { channel: 'log', to: '+1555' }, input: { payloads: [{ text: 'hi' }] } },
})

const post = (path: string, body: string) =>
  `POST ${path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer key-of-the-bench\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`

interface Measured {
  readonly what: string
  readonly server: ServerName
  readonly path: string
  readonly status: number
  readonly goal?: number
}

const groups: readonly (readonly [floor: Measured, ...Measured[]])[] = [
  [
    {
      what: 'POST /v1/approvals: bare Fastify, zod in and out',
      server: 'fastify-bare',
      path: '/v1/approvals',
      status: 201,
    },
    { what: '… adapter-fastify', server: 'fastify', path: '/v1/approvals', status: 201, goal: 0.6 },
    { what: '… adapter-koa', server: 'koa', path: '/v1/approvals', status: 201 },
    { what: '… adapter-http', server: 'http', path: '/v1/approvals', status: 201, goal: 0.6 },
  ],
  [
    {
      what: 'forged callback: bare Fastify, zod in, 404',
      server: 'fastify-bare',
      path: '/hitl/callback/ap_1.forged',
      status: 404,
    },
    { what: '… adapter-fastify', server: 'fastify', path: '/hitl/callback/ap_1.forged', status: 404, goal: 0.8 },
    { what: '… adapter-koa', server: 'koa', path: '/hitl/callback/ap_1.forged', status: 404 },
    { what: '… adapter-http', server: 'http', path: '/hitl/callback/ap_1.forged', status: 404, goal: 0.8 },
  ],
  [
    { what: 'Fastify route with the same credential, unguarded', server: 'fastify-bare', path: '/deploy', status: 200 },
    { what: '… guarded, allowed by the policy', server: 'fastify', path: '/deploy-off', status: 200, goal: 0.85 },
    { what: '… guarded, allowed by a rule', server: 'fastify', path: '/deploy', status: 200, goal: 0.85 },
  ],
]

export async function adapterRows({ ms, rounds, warmUp }: AdapterRowsOptions): Promise<readonly AdapterRow[]> {
  const rows: AdapterRow[] = []
  for (const group of groups) {
    const best = group.map(() => ({ perSecond: 0, perAnswer: Infinity }))
    for (let round = 0; round < rounds; round += 1)
      for (const [n, measured] of group.entries()) {
        const { perSecond, perAnswer } = await measure(measured, ms, warmUp)
        const so = best[n]
        if (so) best[n] = { perSecond: Math.max(so.perSecond, perSecond), perAnswer: Math.min(so.perAnswer, perAnswer) }
      }
    for (const [n, { what, goal }] of group.entries()) {
      const { perSecond = 0, perAnswer: cpuUs = Infinity } = best[n] ?? {}
      const ratio = (best[0]?.perAnswer ?? 0) / cpuUs
      rows.push({ what, perSecond, cpuUs, ratio, ...(goal !== undefined && { goal }) })
    }
  }
  return rows
}

/** In a thread of its own, so that the client costs the server nothing but a core. */
async function measure({ server, path, status }: Measured, ms: number, warmUp: number): Promise<Load> {
  const worker = new Worker(new URL('./server.js', import.meta.url), { workerData: server })
  try {
    const [port] = (await once(worker, 'message')) as [number]
    const mark = async () => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      worker.postMessage('cpu')
      const [us] = (await once(worker, 'message')) as [number]
      return us
    }
    return await load({ port, request: post(path, draft), connections: 32, ms, warmUp, status, mark })
  } finally {
    await worker.terminate()
  }
}
