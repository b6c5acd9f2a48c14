// Compare-and-set of many records in one statement, each with its own verdict. The statement is its own transaction: no
// lock outlives it, so a node that is stopped or cut off in the middle holds up nobody.
import { sql } from 'drizzle-orm'
import type { PostgresTables } from '../schema/postgres.ts'
import { createBatch, type Batch } from './batch.ts'
import { clockMs } from './clock.ts'
import { contentNames, given, listed, toColumns, type RecordRow } from './columns.ts'
import type { Connection, Row } from './connection.ts'
import { isAboutValues } from './failure.ts'
import { compile, type Statement } from './statement.ts'

interface CommitCall {
  readonly next: RecordRow
  readonly expectedRev: number
  readonly before: number | undefined
}

type CommitVerdict = 'won' | 'stale' | 'late'

export function createCommits(connection: Connection, tables: PostgresTables): Batch<CommitCall, CommitVerdict> {
  const statement = commitStatement(tables)
  return createBatch({
    maxSize: 200,
    maxUnderWay: 3,
    isOfOne: isAboutValues,
    run: async (calls: readonly CommitCall[]) =>
      (await connection.run(statement, commitValues(calls))).map((row) => toVerdict(row)),
  })
}

function commitStatement({ records }: PostgresTables): Statement {
  return compile(sql`
    with given as materialized (select * from ${given({ expected_rev: 'bigint', before: 'bigint' })}),
    ${
      // In one order everywhere: two groups that want the same records wait for each other, and not both for ever.
      sql`locked as materialized (
      select r.collection, r.id, r.rev from ${records} r
      where (r.collection, r.id) in (select g.collection, g.id from given g)
      order by r.collection, r.id for update of r
    )`
    },
    ${
      // The clock is read when the lock is held, so that no wait for a lock can pass the time it is judged by.
      sql`judged as materialized (select l.collection, l.id, l.rev, ${clockMs} as at from locked l)`
    },
    won as (
      update ${records} r set (${listed(contentNames)}) = row(${listed(contentNames, 'g.')})
      from judged j join given g on g.collection = j.collection and g.id = j.id
      where r.collection = j.collection and r.id = j.id and r.rev = j.rev
        and j.rev = g.expected_rev and (g.before is null or j.at < g.before)
      returning g.n
    )
    select g.n, w.n is not null as won, coalesce(coalesce(j.at, ${clockMs}) >= g.before, false) as late
    from given g
    left join judged j on j.collection = g.collection and j.id = g.id
    left join won w on w.n = g.n
    order by g.n`)
}

function commitValues(calls: readonly CommitCall[]): Record<string, unknown[]> {
  return {
    ...toColumns(calls.map(({ next }) => next)),
    expected_rev: calls.map(({ expectedRev }) => expectedRev),
    before: calls.map(({ before }) => before ?? null),
  }
}

const toVerdict = ({ won, late }: Row): CommitVerdict => (won === true ? 'won' : late === true ? 'late' : 'stale')
