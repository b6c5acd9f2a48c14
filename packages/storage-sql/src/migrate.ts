// Brings the tables to the newest schema. Forward only; safe when many processes open one file at once, because the
// version is read again under the write lock.
import { HoldpointError } from '@holdpoint/core/store'
import type { Database } from 'better-sqlite3'
import { migrations } from './migrations/index.ts'

/** The schema number in the file; 0 when it has none of our tables. */
export function schemaOf(client: Database): number {
  const table = client.prepare(`select 1 from sqlite_master where type = 'table' and name = 'holdpoint_meta'`).get()
  if (table === undefined) return 0
  const version = client.prepare(`select value from holdpoint_meta where key = 'schema'`).pluck().get()
  return typeof version === 'number' ? version : 0
}

/** Throws `invalid_config` when the file was written by a newer version; then it changes nothing. */
export function migrate(client: Database, name: string): void {
  const version = schemaOf(client)
  if (version > migrations.length)
    throw new HoldpointError(
      'invalid_config',
      `${name} has schema ${version}, and this version knows ${migrations.length} at most. Use the newer version.`,
    )
  if (version === migrations.length) return
  client
    .transaction(() => {
      client.exec('create table if not exists holdpoint_meta (key text primary key, value integer not null) strict')
      for (const migration of migrations.slice(schemaOf(client))) client.exec(migration)
      client
        .prepare(
          `insert into holdpoint_meta (key, value) values ('schema', ?) on conflict do update set value = excluded.value`,
        )
        .run(migrations.length)
    })
    .immediate()
}
