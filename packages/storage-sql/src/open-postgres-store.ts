// The entry to PostgreSQL. Its driver is loaded when it is used, so that nobody has to install both databases' drivers.
import type { Store } from '@holdpoint/core/store'
import { loadDriver } from './load-driver.ts'
import type { PostgresSource, PostgresStoreOptions } from './postgres-options.ts'

/**
 * Opens the store on PostgreSQL and brings its tables up to date. Rejects with `invalid_config` when the server, the user
 * or the database won't do, and with `unavailable` when it can't be reached for `openTimeoutMs`.
 */
export async function openPostgresStore(source: PostgresSource, options: PostgresStoreOptions = {}): Promise<Store> {
  const { openPostgres } = await loadDriver('pg', () => import('./postgres/open-postgres.ts'))
  return openPostgres(source, options)
}
