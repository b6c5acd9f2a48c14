// All sessions of one person: listed, ended one by one or together, and never more than a few.
import { HoldpointError, type Store, type StoreRecord } from '@holdpoint/core'
import { fromSessionRecord, sessionCollection, type StoredSession } from './session-record.ts'

const maxSessions = 20

export interface SessionList {
  /** Newest first. */
  list(principalId: string): Promise<readonly StoredSession[]>
  /** Ends one of this person's sessions. False if it is not theirs, or not there. */
  revoke(principalId: string, id: string): Promise<boolean>
  /** Ends all of this person's sessions but one. Returns how many. */
  revokeOthers(principalId: string, keep: string): Promise<number>
}

export interface SessionListOptions {
  readonly store: Store
  readonly forget: (id: string) => void
}

/** `add` ends the oldest where there are too many. */
export function createSessionList({ store, forget }: SessionListOptions): SessionList & {
  add(record: StoreRecord): Promise<void>
  remove(id: string): Promise<void>
} {
  const pageOf = async (principalId: string, direction: 'ascending' | 'descending') =>
    store.list(sessionCollection, {
      facets: [principalId, undefined, undefined, undefined],
      // There are never more of one person: one page is all.
      limit: 100,
      direction,
      now: await store.now(),
    })

  async function remove(id: string): Promise<void> {
    const record = await store.read(sessionCollection, id)
    if (record !== undefined) await store.remove(sessionCollection, id, record.rev)
    forget(id)
  }

  async function list(principalId: string): Promise<readonly StoredSession[]> {
    const [{ items }, at] = await Promise.all([pageOf(principalId, 'descending'), store.now()])
    return items.flatMap((record) => {
      const session = fromSessionRecord(record)
      return session !== undefined && at < session.expiresAt ? [session] : []
    })
  }

  return {
    list,
    remove,

    async add(record) {
      const [principalId] = record.facets
      const cap = { facets: [principalId, undefined, undefined, undefined], max: maxSessions } as const
      for (let tries = 0; tries < maxSessions; tries += 1) {
        if ((await store.create(record, cap)) === 'created') return
        const [oldest] = (await pageOf(principalId, 'ascending')).items
        if (oldest !== undefined) await remove(oldest.id)
      }
      throw new HoldpointError('contention', 'Too many sign-ins of one person at once.')
    },

    async revoke(principalId, id) {
      const record = await store.read(sessionCollection, id)
      if (record === undefined || record.facets[0] !== principalId) return false
      await remove(id)
      return true
    },

    async revokeOthers(principalId, keep) {
      const others = (await list(principalId)).filter(({ id }) => id !== keep)
      for (const { id } of others) await remove(id)
      return others.length
    },
  }
}
