// Opens the store on SQLite: on a file of its own, or on the database that the host has open through drizzle.
import { createStoreClock, HoldpointError, type Store } from '@holdpoint/core/store'
import SqliteDatabase, { type Database } from 'better-sqlite3'
import { migrate } from './migrate.ts'
import { openSqliteFile } from './open-sqlite-file.ts'
import type { DrizzleOverSqlite, SqliteSource, SqlStoreOptions } from './sql-store-options.ts'
import { createSqlStore } from './sql-store.ts'

// Below this the wall clock has merely not been read at the same instant.
const clockStepMs = 1_000

export async function openSqlite(source: SqliteSource, options: SqlStoreOptions): Promise<Store> {
  if (!('path' in source)) {
    const client = hostClient(source.database)
    migrate(client, 'database')
    return storeOn(client, 'The database', options, () => {})
  }
  const client = await openSqliteFile(source.path, options)
  try {
    return storeOn(client, source.path, options, () => client.close())
  } catch (error) {
    client.close()
    throw error
  }
}

function storeOn(client: Database, name: string, options: SqlStoreOptions, end: () => void): Store {
  const clock = createStoreClock(options.now)
  const mark = client.prepare(`select value from holdpoint_meta where key = 'clock'`).pluck().get()
  const behindMs = typeof mark === 'number' ? mark - clock.now() : 0
  if (behindMs > clockStepMs)
    options.warn?.(
      `${name}: the wall clock is ${behindMs} ms behind the last time this store judged by; it goes on from there.`,
    )
  if (typeof mark === 'number') clock.raise(mark)
  return createSqlStore(client, name, clock, end)
}

function hostClient({ $client }: DrizzleOverSqlite): Database {
  if (!($client instanceof SqliteDatabase))
    throw new HoldpointError(
      'invalid_config',
      'database: must be a drizzle instance over the same better-sqlite3 that @holdpoint/storage-sql imports.',
    )
  if ($client.readonly || $client.memory)
    throw new HoldpointError('invalid_config', 'database: must be a file that can be written, or nothing would last.')
  const [journal, synchronous] = ['journal_mode', 'synchronous'].map((key) => $client.pragma(key, { simple: true }))
  // 2 is FULL, 3 EXTRA. better-sqlite3 is built with NORMAL in WAL mode, which loses commits when the power goes.
  if (journal !== 'wal' || (synchronous !== 2 && synchronous !== 3))
    throw new HoldpointError(
      'invalid_config',
      `database: an answered decision must outlive a power cut: run "pragma journal_mode = wal" and "pragma synchronous = full" on it first.`,
    )
  return $client
}
