// Opens a SQLite file of our own, durable and private, and refuses every other kind by name.
import { chmodSync, closeSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { HoldpointError } from '@holdpoint/core/store'
import SqliteDatabase, { type Database } from 'better-sqlite3'
import { migrate, schemaOf } from './migrate.ts'
import type { SqlStoreOptions } from './sql-store-options.ts'

// 'HOLD' in ASCII, in the file's header: `file` and sqlite3 show it, and it tells our files from others'.
const applicationId = 0x484f4c44

const codeOf = (cause: unknown) =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : ''

export async function openSqliteFile(path: string, options: SqlStoreOptions): Promise<Database> {
  const { busyTimeoutMs = 5_000, checkAtOpen = true } = options
  if (path.trim() === '' || path.startsWith(':') || path.startsWith('file:') || path.includes('\0'))
    throw new HoldpointError(
      'invalid_config',
      `path: ${JSON.stringify(path)} is not the path of a file. For a store that need not last use @holdpoint/storage-memory.`,
    )
  makePrivate(path)
  const deadline = performance.now() + busyTimeoutMs
  for (;;) {
    let client: Database | undefined
    try {
      client = new SqliteDatabase(path, { timeout: busyTimeoutMs })
      prepare(client, path, checkAtOpen)
      return client
    } catch (cause) {
      client?.close()
      // Changing to WAL does not wait for a lock that another opener holds, whatever the timeout.
      if (!codeOf(cause).startsWith('SQLITE_BUSY') || performance.now() > deadline) throw explained(cause, path)
    }
    await sleep(10)
  }
}

/** Made before SQLite opens it: the files beside it (-wal, -shm) take their mode from it. */
function makePrivate(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    closeSync(openSync(path, 'a', 0o600))
    if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600)
  } catch (cause) {
    throw explained(cause, path)
  }
}

function prepare(client: Database, path: string, checkAtOpen: boolean): void {
  refuseForeign(client, path)
  client.pragma('journal_mode = wal')
  client.pragma('synchronous = full')
  if (checkAtOpen) refuseDamaged(client, path)
  migrate(client, path)
  if (client.pragma('application_id', { simple: true }) !== applicationId)
    client.pragma(`application_id = ${applicationId}`)
  const schema = schemaOf(client)
  if (client.pragma('user_version', { simple: true }) !== schema) client.pragma(`user_version = ${schema}`)
}

function refuseForeign(client: Database, path: string): void {
  const id = client.pragma('application_id', { simple: true })
  if (id === applicationId) return
  const tables = client.prepare('select tbl_name from sqlite_master').pluck().all()
  // Ours without its mark: the process that made it died, or is, between its first migration and the mark.
  if (id === 0 && tables.every((name) => String(name).startsWith('holdpoint_'))) return
  throw new HoldpointError(
    'invalid_config',
    `${path} is another program's SQLite database. Name a file of its own for Holdpoint, or hand in your database through drizzle.`,
  )
}

function refuseDamaged(client: Database, path: string): void {
  const found = client.pragma('quick_check(1)', { simple: true })
  if (found !== 'ok')
    throw new HoldpointError('unavailable', `${path} is damaged (${String(found)}). Restore it from a backup.`)
}

function explained(cause: unknown, path: string): unknown {
  const code = codeOf(cause)
  if (cause instanceof HoldpointError) return cause
  if (code === 'SQLITE_NOTADB' || code === 'EISDIR')
    return new HoldpointError('invalid_config', `${path} is not a SQLite database. Name another file.`, { cause })
  if (code.startsWith('SQLITE_CORRUPT'))
    return new HoldpointError('unavailable', `${path} is damaged. Restore it from a backup.`, { cause })
  return new HoldpointError('unavailable', `${path} can’t be opened (${code || String(cause)}).`, { cause })
}
