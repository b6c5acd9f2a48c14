// Many approvals that wait: what one weighs, how long a restart takes with them, and a page of the inbox among them.
import { createHoldpoint, defaultSettings, type Principal, type Store } from '@holdpoint/core'
import { quantile } from '../cycles-per-second.ts'
import type { Figure } from '../report/figure.ts'
import type { Size } from '../report/size.ts'
import { inFolder, openStore, storeNames, type StoreName } from './open-store.ts'

const ann: Principal = { id: 'ann', scopes: ['decide'], loops: ['*'], via: 'code' }
const bot: Principal = { id: 'key:bot', scopes: ['request'], loops: ['*'], via: 'code' }
const settings = () => ({ ...defaultSettings, maxPending: 10_000_000 })
const atOnce = 256

export async function manyPending({ pending }: Size): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  for (const count of pending)
    for (const name of storeNames) figures.push(...(await inFolder((folder) => measure(name, count, folder))))
  return figures
}

async function measure(name: StoreName, count: number, folder: string): Promise<readonly Figure[]> {
  const what = `${name}, ${count.toLocaleString('en')} pending`
  const before = heapBytes()
  let store = await openStore(name, folder)
  try {
    await fill(store, count)
    const figures: Figure[] = []
    if (name === 'memory')
      figures.push({ what: `${what}: one`, value: (heapBytes() - before) / count / 1_024, unit: 'KB', goal: '≤ 4 KB' })
    else {
      await store.close()
      const startedAt = performance.now()
      store = await openStore(name, folder)
      await readPage(store)
      const goal = count > 10_000 ? '≤ 1,000 ms' : '≤ 400 ms'
      figures.push({ what: `${what}: opening, first page`, value: performance.now() - startedAt, unit: 'ms', goal })
    }
    const took: number[] = []
    for (let n = 0; n < 50; n += 1) {
      const startedAt = performance.now()
      await readPage(store)
      took.push(performance.now() - startedAt)
    }
    return [...figures, { what: `${what}: page, p50`, value: quantile(took, 0.5), unit: 'ms', goal: '≤ 2 ms' }]
  } finally {
    await store.close()
  }
}

async function fill(store: Store, count: number): Promise<void> {
  const { approvals } = createHoldpoint({ store, settings })
  let left = count
  const ask = async () => {
    while (left > 0) {
      left -= 1
      const action = { kind: 'tool.call', target: { tool: 'rm' }, input: { n: left } }
      const requested = await approvals.request(bot, { loop: 'default', action })
      if (!requested.ok) throw new Error(requested.detail)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, ask))
}

async function readPage(store: Store): Promise<void> {
  const page = await createHoldpoint({ store, settings }).approvals.list(ann, { status: 'pending', limit: 50 })
  if (!page.ok || page.value.items.length !== 50) throw new Error('the page is not whole')
}

function heapBytes(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}
