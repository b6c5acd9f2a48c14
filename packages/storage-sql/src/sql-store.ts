// The store over an open, migrated database. It knows records and revisions, and nothing of files.
import { checkLimit, checkRecord, HoldpointError, type Store, type StoreClock } from '@holdpoint/core/store'
import type { Database } from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { createGroupCommit } from './group-commit.ts'
import { createLists } from './lists.ts'
import { fromRow, toRow } from './record-row.ts'
import { prepareRecordStatements } from './record-statements.ts'

/** `name` says which database in errors; `end` is called once, when the last write is answered. */
export function createSqlStore(client: Database, name: string, clock: StoreClock, end: () => void): Store {
  const statements = prepareRecordStatements(drizzle({ client }))
  const lists = createLists(client)
  let closed = false

  // Under the write lock, so that over all processes on the file no write is judged by an earlier time than one before.
  const groups = createGroupCommit(client, name, () => {
    clock.raise(statements.clockMark.get()?.at ?? 0)
    statements.markClock.run({ at: clock.now() })
  })

  const refuseIfClosed = () => {
    if (closed) throw new HoldpointError('unavailable', `${name} is closed.`)
  }

  const ask = <T>(look: () => T): T => {
    refuseIfClosed()
    try {
      return look()
    } catch (cause) {
      throw new HoldpointError('unavailable', `${name}: it can’t be read.`, { cause })
    }
  }

  return {
    async create(record, cap) {
      refuseIfClosed()
      checkRecord(record, 0)
      const row = toRow(record)
      return groups.run(() => {
        if (cap !== undefined) {
          if (statements.revOf.get(row) !== undefined) return 'exists'
          if (lists.isFull(record.collection, cap, clock.now())) return 'full'
        }
        return statements.insert.run(row).changes === 1 ? 'created' : 'exists'
      })
    },
    async read(collection, id) {
      const row = ask(() => statements.read.get({ collection, id }))
      return row === undefined ? undefined : fromRow(row)
    },
    async commit(next, expectedRev, before) {
      refuseIfClosed()
      checkRecord(next, expectedRev)
      const values = { ...toRow(next), expectedRev }
      return groups.run(() => {
        if (before !== undefined && clock.now() >= before) return 'late'
        const won = statements.updateInPlace.run(values).changes || statements.update.run(values).changes
        return won === 1 ? 'won' : 'stale'
      })
    },
    async list(collection, query) {
      refuseIfClosed()
      checkLimit(query.limit, 100)
      return ask(() => lists.page(collection, query))
    },
    async remove(collection, id, expectedRev) {
      refuseIfClosed()
      return groups.run(() => statements.remove.run({ collection, id, expectedRev }).changes === 1)
    },
    async due(collection, now, limit) {
      refuseIfClosed()
      checkLimit(limit, Number.MAX_SAFE_INTEGER)
      return ask(() => statements.due.all({ collection, now, limit }).map((row) => row.id))
    },
    async collections() {
      refuseIfClosed()
      return ask(() => statements.collections.all().map((row) => row.collection))
    },
    async now() {
      refuseIfClosed()
      return clock.now()
    },
    async close() {
      if (closed) return
      closed = true
      groups.drain()
      end()
    },
  }
}
