// Brings the tables to the newest schema. Forward only; safe when many nodes start at once, because the version is read
// again under a lock that ends with the transaction, and with the connection if that is cut.
import { HoldpointError } from '@holdpoint/core/store'
import type { ClientBase, Pool } from 'pg'
import { postgresMigrations } from '../migrations/postgres/index.ts'
import { codeOf } from './failure.ts'

// 'HOLD' in ASCII: advisory locks have no names but numbers.
const lockKey = 0x484f4c44

type Queryable = Pick<ClientBase, 'query'>

async function schemaOf(client: Queryable, schema: string): Promise<number> {
  try {
    const { rows } = await client.query<{ value: string }>(
      `select value from "${schema}".holdpoint_meta where key = 'schema'`,
    )
    return Number(rows[0]?.value ?? 0)
  } catch (cause) {
    // No such schema, no such table.
    if (['3F000', '42P01'].includes(codeOf(cause))) return 0
    throw cause
  }
}

/** Rejects with `invalid_config` when a newer version made the tables; then it changes nothing. */
export async function migratePostgres(pool: Pool, schema: string): Promise<void> {
  const version = await schemaOf(pool, schema)
  if (version > postgresMigrations.length)
    throw new HoldpointError(
      'invalid_config',
      `PostgreSQL: the schema "${schema}" is at ${version}, and this version knows ${postgresMigrations.length} at most. Use the newer version.`,
    )
  if (version === postgresMigrations.length) return
  const client = await pool.connect()
  // A connection that is cut while we hold it tells so twice: by the call, and by this event.
  client.on('error', () => {})
  let failure: Error | undefined
  try {
    await client.query('begin')
    // Twenty nodes wait for the first, and an index takes as long as it takes.
    await client.query('set local statement_timeout = 0')
    await client.query(`select pg_advisory_xact_lock(${lockKey}, hashtext('${schema}'))`)
    await client.query(`create schema if not exists "${schema}"`)
    await client.query(
      `create table if not exists "${schema}".holdpoint_meta (key text primary key, value bigint not null)`,
    )
    const from = await schemaOf(client, schema)
    for (const migration of postgresMigrations.slice(from)) await client.query(migration(schema))
    await client.query(
      `insert into "${schema}".holdpoint_meta (key, value) values ('schema', $1)
       on conflict (key) do update set value = greatest(holdpoint_meta.value, excluded.value)`,
      [postgresMigrations.length],
    )
    await client.query('commit')
  } catch (cause) {
    failure = cause instanceof Error ? cause : new Error(String(cause))
    throw cause
  } finally {
    // What failed in the middle is not handed to the next caller: its end undoes it.
    client.release(failure)
  }
}
