// Inserts of many records in one statement, each with its own verdict.
import { sql } from 'drizzle-orm'
import type { Cap, FacetFilter } from '@holdpoint/core/store'
import { facetsName, remember } from '../facet-parts.ts'
import type { PostgresTables } from '../schema/postgres.ts'
import { createBatch, type Batch } from './batch.ts'
import { cappedInsertStatement, capShape, capValues } from './capped-inserts.ts'
import { columnNames, given, listed, toColumns, type RecordRow } from './columns.ts'
import type { Connection } from './connection.ts'
import { isAboutValues } from './failure.ts'
import { compile, type Statement } from './statement.ts'

interface CreateCall {
  readonly record: RecordRow
  readonly cap: Cap | undefined
}

type CreateVerdict = 'created' | 'exists' | 'full'

/** Groups are made of calls under caps over the same facets, or under none. */
export function createCreates(connection: Connection, tables: PostgresTables): Batch<CreateCall, CreateVerdict> {
  const plain = insertStatement(tables)
  const cappedOf = remember(facetsName, (facets: FacetFilter) => cappedInsertStatement(tables, facets))
  const batchFor = remember(
    (cap: Cap | undefined) => (cap ? capShape(cap) : ''),
    (cap) =>
      createBatch({
        maxSize: 200,
        maxUnderWay: 3,
        isOfOne: isAboutValues,
        run: (calls: readonly CreateCall[]) => insert(connection, cap ? cappedOf(cap.facets) : plain, calls),
      }),
  )
  return { ask: (call) => batchFor(call.cap).ask(call) }
}

const insertStatement = ({ records }: PostgresTables): Statement =>
  compile(sql`
    insert into ${records} (${listed(columnNames)})
    select ${listed(columnNames)} from ${given()} order by n
    on conflict do nothing returning collection, id`)

async function insert(
  connection: Connection,
  statement: Statement,
  calls: readonly CreateCall[],
): Promise<readonly CreateVerdict[]> {
  const first = new Map<string, CreateCall>()
  for (const call of calls) if (!first.has(nameOf(call.record))) first.set(nameOf(call.record), call)
  // In one order everywhere, so that two groups with the same names wait for each other, and not both for ever.
  const sorted = [...first].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, call]) => call)
  const capped = sorted.flatMap(({ record, cap }) => (cap ? [{ record, cap }] : []))
  const rows = await connection.run(statement, {
    ...toColumns(sorted.map(({ record }) => record)),
    ...(capped.length > 0 && capValues(capped)),
  })
  const verdicts = new Map(rows.map((row) => [nameOf(row), row['is_full'] === true ? 'full' : 'created'] as const))
  return calls.map((call) => {
    const verdict = verdicts.get(nameOf(call.record)) ?? 'exists'
    return verdict === 'created' && first.get(nameOf(call.record)) !== call ? 'exists' : verdict
  })
}

const nameOf = ({ collection, id }: { readonly collection?: unknown; readonly id?: unknown }): string =>
  JSON.stringify([collection, id])
