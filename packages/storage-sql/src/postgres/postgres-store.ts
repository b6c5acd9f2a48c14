// The store over a migrated PostgreSQL database. Every call is one statement, and every statement its own transaction.
import { checkLimit, checkRecord, HoldpointError, type Store } from '@holdpoint/core/store'
import { facetsName, facetValues, remember } from '../facet-parts.ts'
import { pageOf } from '../page-of.ts'
import { toRow } from '../record-row.ts'
import type { PostgresTables } from '../schema/postgres.ts'
import { createBatch } from './batch.ts'
import { createCommits } from './commits.ts'
import type { Connection } from './connection.ts'
import { createCreates } from './creates.ts'
import { createReads } from './reads.ts'
import {
  collectionsStatement,
  dueStatement,
  listStatement,
  nowStatement,
  removeStatement,
  toRecord,
  type ListShape,
} from './selects.ts'

export function createPostgresStore(connection: Connection, tables: PostgresTables): Store {
  const creates = createCreates(connection, tables)
  const commits = createCommits(connection, tables)
  const read = createReads(connection, tables)
  const [dueIds, removal, allNamed] = [dueStatement(tables), removeStatement(tables), collectionsStatement(tables)]
  const listOf = remember(
    ({ facets, descending, hasCursor }: ListShape) => `${facetsName(facets)}${descending}${hasCursor}`,
    (shape) => listStatement(tables, shape),
  )
  const clock = createBatch({
    maxSize: 1_000,
    maxUnderWay: 3,
    async run(askers: readonly 'now'[]) {
      const [row] = await connection.run(nowStatement)
      return askers.map(() => Number(row?.['now']))
    },
  })

  const underWay = new Set<Promise<unknown>>()
  let closing: Promise<void> | undefined

  /** `close` waits for it; after `close` nothing begins. */
  const track = async <T>(call: () => Promise<T>): Promise<T> => {
    if (closing) throw new HoldpointError('unavailable', 'The PostgreSQL store is closed.')
    const work = call()
    const settled = Promise.allSettled([work])
    underWay.add(settled)
    return work.finally(() => underWay.delete(settled))
  }

  return {
    create: (record, cap) =>
      track(async () => {
        checkRecord(record, 0)
        return creates.ask({ record: toRow(record), cap })
      }),
    read: (collection, id) =>
      track(async () => (areKeepable(collection, id) ? (await read({ collection, id })).record : undefined)),
    commit: (next, expectedRev, before) =>
      track(async () => {
        checkRecord(next, expectedRev)
        return commits.ask({ next: toRow(next), expectedRev, before })
      }),
    list: (collection, { facets, limit, direction, after, now }) =>
      track(async () => {
        checkLimit(limit, 100)
        if (!areKeepable(collection, ...facets, after?.sortKey, after?.id)) return { items: [] }
        const shape = { facets, descending: direction === 'descending', hasCursor: after !== undefined }
        const values = { ...facetValues(facets), ...after, collection, now, limit: limit + 1 }
        return pageOf((await connection.run(listOf(shape), values)).map(toRecord), limit)
      }),
    remove: (collection, id, expectedRev) =>
      track(async () => {
        if (!areKeepable(collection, id)) return false
        return (await connection.run(removal, { collection, id, expectedRev })).length === 1
      }),
    due: (collection, now, limit) =>
      track(async () => {
        checkLimit(limit, Number.MAX_SAFE_INTEGER)
        return (await connection.run(dueIds, { collection, now, limit })).map((row) => String(row['id']))
      }),
    collections: () => track(async () => (await connection.run(allNamed)).map((row) => String(row['collection']))),
    now: () => track(() => clock.ask('now')),
    close() {
      const end = async () => {
        await Promise.all(underWay)
        await connection.end()
      }
      return (closing ??= end())
    },
  }
}

/** What has a NUL or a lone surrogate is kept nowhere. Asked for, it would be refused, or be taken for another text. */
const areKeepable = (...texts: readonly (string | undefined)[]): boolean =>
  texts.every((text) => text === undefined || (text.isWellFormed() && !text.includes('\0')))
