// Opens the store on PostgreSQL: reaches the server, checks that it keeps what it is given, makes the tables.
import { setTimeout as sleep } from 'node:timers/promises'
import { HoldpointError, type Store } from '@holdpoint/core/store'
import type { PostgresSource, PostgresStoreOptions } from '../postgres-options.ts'
import { tablesIn } from '../schema/postgres.ts'
import { checkServer } from './check-server.ts'
import { connect } from './connection.ts'
import { isAbsence, toFailure, toOpeningFailure } from './failure.ts'
import { migratePostgres } from './migrate-postgres.ts'
import { createPostgresStore } from './postgres-store.ts'
import { checkSchemaName } from './schema-name.ts'

export async function openPostgres(source: PostgresSource, options: PostgresStoreOptions): Promise<Store> {
  const { schema = 'holdpoint', openTimeoutMs = 10_000, warn = () => {} } = options
  checkSchemaName(schema)
  const connection = connect(source, options)
  const endsAt = performance.now() + openTimeoutMs
  try {
    for (let attempt = 1; ; attempt += 1)
      try {
        await checkServer(connection.pool)
        await migratePostgres(connection.pool, schema)
        return createPostgresStore(connection, tablesIn(schema))
      } catch (cause) {
        if (cause instanceof HoldpointError || !isAbsence(cause) || performance.now() >= endsAt)
          throw toOpeningFailure(cause)
        if (attempt === 1) warn(`${toFailure(cause).detail} Trying again for ${openTimeoutMs} ms.`)
        await sleep(Math.min(1_000, 50 * 2 ** attempt, Math.max(1, endsAt - performance.now())))
      }
  } catch (error) {
    await connection.end()
    throw error
  }
}
