// Each store that needs no server, fresh in a folder of its own.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Store } from '@holdpoint/core'
import { openFileStore } from '@holdpoint/storage-file'
import { createMemoryStore } from '@holdpoint/storage-memory'
import { openSqliteStore } from '@holdpoint/storage-sql'

export const storeNames = ['memory', 'file', 'SQLite'] as const
export type StoreName = (typeof storeNames)[number]

export async function openStore(name: StoreName, folder: string): Promise<Store> {
  switch (name) {
    case 'memory':
      return createMemoryStore()
    case 'file':
      return openFileStore({ folder: join(folder, 'files') })
    case 'SQLite':
      return openSqliteStore({ path: join(folder, 'store.sqlite') })
  }
}

export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'holdpoint-bench-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}
