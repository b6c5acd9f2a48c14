// The statements about one record, prepared once: ad-hoc ones cost ten times as much.
import { and, eq, lte, sql } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { meta, records } from './schema/sqlite.ts'

const given = (name: string) => sql`${sql.placeholder(name)}`

const theRecord = and(
  eq(records.collection, sql.placeholder('collection')),
  eq(records.id, sql.placeholder('id')),
  eq(records.rev, sql.placeholder('expectedRev')),
)
const unmoved = and(
  eq(records.sortKey, sql.placeholder('sortKey')),
  eq(records.facet2, sql.placeholder('facet2')),
  eq(records.facet3, sql.placeholder('facet3')),
  eq(records.facet4, sql.placeholder('facet4')),
)
const content = {
  rev: given('rev'),
  schema: given('schema'),
  dueAt: given('dueAt'),
  facet1: given('facet1'),
  turnAt: given('turnAt'),
  turnTo: given('turnTo'),
  body: given('body'),
  outbox: given('outbox'),
}
const place = {
  sortKey: given('sortKey'),
  facet2: given('facet2'),
  facet3: given('facet3'),
  facet4: given('facet4'),
}

export type RecordStatements = ReturnType<typeof prepareRecordStatements>

export function prepareRecordStatements(db: BetterSQLite3Database) {
  const named = and(eq(records.collection, sql.placeholder('collection')), eq(records.id, sql.placeholder('id')))
  return {
    read: db.select().from(records).where(named).prepare(),
    revOf: db.select({ rev: records.rev }).from(records).where(named).prepare(),
    insert: db
      .insert(records)
      .values({ collection: given('collection'), id: given('id'), ...content, ...place })
      .onConflictDoNothing()
      .prepare(),
    // SQLite rewrites the entries of every index whose columns are set, changed or not. Most commits change the
    // status and the body only, and this one leaves the other indexes alone.
    updateInPlace: db.update(records).set(content).where(and(theRecord, unmoved)).prepare(),
    update: db
      .update(records)
      .set({ ...content, ...place })
      .where(theRecord)
      .prepare(),
    remove: db.delete(records).where(theRecord).prepare(),
    due: db
      .select({ id: records.id })
      .from(records)
      .where(and(eq(records.collection, sql.placeholder('collection')), lte(records.dueAt, sql.placeholder('now'))))
      .orderBy(records.dueAt, records.id)
      .limit(sql.placeholder('limit'))
      .prepare(),
    collections: db
      .selectDistinct({ collection: records.collection })
      .from(records)
      .orderBy(records.collection)
      .prepare(),
    clockMark: db.select({ at: meta.value }).from(meta).where(eq(meta.key, 'clock')).prepare(),
    markClock: db
      .update(meta)
      .set({ value: given('at') })
      .where(eq(meta.key, 'clock'))
      .prepare(),
  }
}
