// A store that counts what becomes of approvals on this node: each change exactly once, by the node that committed it.
import type { Store, StoreRecord } from '@holdpoint/core'
import type { Metrics } from './metrics.ts'

const collection = 'approvals'
/** Records that were read and may be committed next; older ones are forgotten, and then a change goes uncounted. */
const maxRemembered = 10_000

type Meters = Pick<Metrics, 'created' | 'changed' | 'decisionSeconds' | 'storeErrors'>

export function meteredStore(store: Store, meters: Meters): Store {
  /** The status of each record as it was read, with its `rev`. */
  const read = new Map<string, { readonly rev: number; readonly status: string }>()

  const remember = ({ id, rev, facets: [status] }: StoreRecord) => {
    read.delete(id)
    const oldest = read.keys().next()
    if (read.size >= maxRemembered && oldest.done !== true) read.delete(oldest.value)
    read.set(id, { rev, status })
  }

  const changedTo = ({ facets: [status, loop], sortKey }: StoreRecord, from: string, at: number) => {
    meters.changed.inc({ loop, status })
    if (from === 'pending' && verdicts.has(status))
      meters.decisionSeconds.observe({ loop, verdict: status }, Math.max(0, at - Number(sortKey)) / 1000)
  }

  const counted = async <T>(call: string, run: () => Promise<T>): Promise<T> => {
    try {
      return await run()
    } catch (error) {
      meters.storeErrors.inc({ call })
      throw error
    }
  }

  return {
    async create(record, cap) {
      const created = await counted('create', () => store.create(record, cap))
      if (created !== 'created' || record.collection !== collection) return created
      const [status, loop] = record.facets
      meters.created.inc({ loop })
      if (status !== 'pending') meters.changed.inc({ loop, status })
      return created
    },
    async read(name, id) {
      const record = await counted('read', () => store.read(name, id))
      if (record && name === collection) remember(record)
      return record
    },
    async commit(next, expectedRev, before) {
      const known = next.collection === collection ? read.get(next.id) : undefined
      const result = await counted('commit', () => store.commit(next, expectedRev, before))
      if (result !== 'won' || known?.rev !== expectedRev) return result
      if (known.status !== next.facets[0]) changedTo(next, known.status, Date.now())
      return result
    },
    list: (name, query) => counted('list', () => store.list(name, query)),
    remove: (name, id, rev) => counted('remove', () => store.remove(name, id, rev)),
    due: (name, now, limit) => counted('due', () => store.due(name, now, limit)),
    now: () => counted('now', () => store.now()),
    collections: () => store.collections(),
    close: () => store.close(),
  }
}

/** How a pending one can stop waiting, but for its requester's withdrawing it. */
const verdicts: ReadonlySet<string> = new Set(['approved', 'denied', 'expired'])
