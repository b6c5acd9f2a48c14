// A guard on a memory store for what only Fastify can show.
import { createGuard } from '@holdpoint/core/http'
import { createHoldpoint, createIds, ok, refuse, type Approval, type Principal } from '@holdpoint/core'
import { createMemoryStore } from '@holdpoint/storage-memory'

const bot: Principal = { id: 'key:bot', scopes: ['request'], loops: ['default'], via: 'api' }
const ann: Principal = { ...bot, id: 'ann', scopes: ['decide'] }

export const asBot = { authorization: 'bot' }

export function createWorld() {
  const { approvals } = createHoldpoint({ store: createMemoryStore() })
  const guard = createGuard({
    approvals,
    authenticate: async (request) =>
      request.header('authorization') === 'bot' ? ok(bot) : refuse('unauthenticated', 'Who are you?'),
    limits: { maxBytes: 1_000, timeoutMs: 1_000 },
    maxWaitMs: 1_000,
    log: { debug() {}, info() {}, warn() {}, error() {} },
    ids: createIds(),
  })
  return {
    guard,
    approvals,
    async allow(): Promise<Approval> {
      const page = await approvals.list(ann, { status: 'pending', limit: 1 })
      const [held] = page.ok ? page.value.items : []
      if (!held) throw new Error('nothing is held')
      const decided = await approvals.decide(ann, held.id, { verdict: 'allow-once', digest: held.digest })
      if (!decided.ok) throw new Error(decided.detail)
      return decided.value
    },
    async ended(id: string): Promise<string> {
      const got = await approvals.get(ann, id)
      return got.ok ? got.value.status : got.code
    },
  }
}
