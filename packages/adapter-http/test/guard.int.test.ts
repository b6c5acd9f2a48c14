import { createServer } from 'node:http'
import { createGuard } from '@holdpoint/core/http'
import { createHoldpoint, createIds, ok, type Principal } from '@holdpoint/core'
import { createMemoryStore } from '@holdpoint/storage-memory'
import { describe, expect, it } from 'vitest'
import { guard, type GuardedListener } from '../src/index.ts'
import { dial, listen } from './raw-client.ts'

const bot: Principal = { id: 'key:bot', scopes: ['request'], loops: ['default'], via: 'api' }
const ann: Principal = { ...bot, id: 'ann', scopes: ['decide'] }

function world() {
  const { approvals } = createHoldpoint({ store: createMemoryStore() })
  const by = createGuard({
    approvals,
    authenticate: async () => ok(bot),
    limits: { maxBytes: 1_000, timeoutMs: 1_000 },
    maxWaitMs: 1_000,
    log: { debug() {}, info() {}, warn() {}, error() {} },
    ids: createIds(),
  })
  return { approvals, guard: by }
}

const post = (path: string, headers = '') => `POST ${path} HTTP/1.1\r\nHost: a\r\n${headers}Content-Length: 2\r\n\r\nhi`

describe('a guarded listener', () => {
  it('below a path of its host is asked about under the whole path', async () => {
    const { approvals, guard: by } = world()
    const run: GuardedListener = (_req, res) => res.end('ran')
    const listener = guard(run, { guard: by, path: '/admin/deploy' })
    const port = await listen(
      createServer((req, res) => {
        // As connect and Express do it.
        Object.assign(req, { originalUrl: req.url, url: '/deploy' })
        listener(req, res)
      }),
    )
    const client = await dial(port)
    client.send(post('/admin/deploy'))
    await client.until((text) => text.includes('"held"'))
    const held = await approvals.list(ann, { limit: 1 })
    expect(held.ok && held.value.items[0]?.action.target).toEqual({ method: 'POST', path: '/admin/deploy' })
  })

  it('that throws is answered 500 and recorded as failed; one that had begun is cut off', async () => {
    for (const begun of [false, true]) {
      const { approvals, guard: by } = world()
      const errors: unknown[] = []
      const run: GuardedListener = async (_req, res) => {
        if (begun) res.write('half')
        throw new Error('password is hunter2')
      }
      const port = await listen(
        createServer(guard(run, { guard: by, path: '/x', onError: (error) => errors.push(error) })),
      )
      const client = await dial(port)
      client.send(post('/x'))
      await client.until((text) => text.includes('"held"'))
      const held = await approvals.list(ann, { status: 'pending', limit: 1 })
      const [item] = held.ok ? held.value.items : []
      if (!item) throw new Error('nothing is held')
      await approvals.decide(ann, item.id, { verdict: 'allow-once', digest: item.digest })
      const repeat = await dial(port)
      repeat.send(post('/x', `Holdpoint-Approval: ${item.id}\r\nConnection: close\r\n`))
      const text = await repeat.closed()
      if (begun) expect(text).not.toMatch(/\r\n0\r\n\r\n$/)
      else expect(text).toMatch(/^HTTP\/1\.1 500 [^]*"code":"internal"/)
      expect(text).not.toContain('hunter2')
      expect(errors).toHaveLength(1)
      const ended = await approvals.get(ann, item.id)
      expect(ended.ok && ended.value.outcome).toBe('failed')
    }
  })
})
