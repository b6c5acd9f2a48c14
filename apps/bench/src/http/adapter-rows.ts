// The handler on each adapter, and a guarded route, as ratios to the bare framework in the same run.
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { load } from './load.ts'
import type { ServerName } from './server.ts'

export interface AdapterRow {
  readonly what: string
  readonly perSecond: number
  /** To the bare framework, measured in turns with it. */
  readonly ratio: number
  readonly goal?: number
}

export interface AdapterRowsOptions {
  /** For one measurement, in ms. */
  readonly ms: number
  /** The best of so many counts. */
  readonly rounds: number
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

export async function adapterRows({ ms, rounds }: AdapterRowsOptions): Promise<readonly AdapterRow[]> {
  const rows: AdapterRow[] = []
  for (const group of groups) {
    const best = group.map(() => 0)
    for (let round = 0; round < rounds; round += 1)
      for (const [n, measured] of group.entries()) best[n] = Math.max(best[n] ?? 0, await measure(measured, ms))
    const [floor = 1] = best
    for (const [n, { what, goal }] of group.entries())
      rows.push({ what, perSecond: best[n] ?? 0, ratio: (best[n] ?? 0) / floor, ...(goal !== undefined && { goal }) })
  }
  return rows
}

/** In a thread of its own, so that the client costs the server nothing but a core. */
async function measure({ server, path, status }: Measured, ms: number): Promise<number> {
  const worker = new Worker(new URL('./server.js', import.meta.url), { workerData: server })
  try {
    const [port] = (await once(worker, 'message')) as [number]
    return await load({ port, request: post(path, draft), connections: 32, ms, status })
  } finally {
    await worker.terminate()
  }
}
