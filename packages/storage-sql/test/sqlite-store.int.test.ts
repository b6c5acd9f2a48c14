import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { describe, it } from 'vitest'
import { openSqliteStore } from '@holdpoint/storage-sql'
import { storeSuite } from '@holdpoint/testkit'

describe('storeSuite on a SQLite file', () => {
  storeSuite({
    describe,
    it,
    open: async () => {
      const folder = await mkdtemp(join(tmpdir(), 'holdpoint-'))
      const open = () => openSqliteStore({ path: join(folder, 'holdpoint.db') })
      return { store: await open(), reopen: open, cleanup: () => rm(folder, { recursive: true }) }
    },
  })
})

describe('storeSuite on the host’s own drizzle database', () => {
  storeSuite({
    describe,
    it,
    open: async () => {
      const folder = await mkdtemp(join(tmpdir(), 'holdpoint-'))
      const client = new SqliteDatabase(join(folder, 'host.db'))
      client.pragma('journal_mode = wal')
      client.pragma('synchronous = full')
      client.exec('create table hosts_own (id integer primary key)')
      const open = () => openSqliteStore({ database: drizzle({ client }) })
      const cleanup = async () => {
        client.close()
        await rm(folder, { recursive: true })
      }
      return { store: await open(), reopen: open, cleanup }
    },
  })
})
