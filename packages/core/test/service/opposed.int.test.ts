// The same races on a database on disk.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore } from '@holdpoint/storage-sql'
import { afterEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/ports.ts'
import { createHoldpoint } from '../../src/service/holdpoint.ts'
import { opposed } from './opposed.ts'
import { allow, ann, bot, defaultSettings, draft, must } from './world.ts'

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

async function open(path: string) {
  const store: Store = await openSqliteStore({ path })
  const { approvals, rules } = createHoldpoint({ store, settings: () => defaultSettings })
  cleanups.push(async () => {
    approvals.close()
    await rules.close()
    await store.close()
  })
  return approvals
}

async function tempPath(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'holdpoint-opposed-'))
  cleanups.push(() => rm(folder, { recursive: true, force: true }))
  return join(folder, 'holdpoint.db')
}

describe('on SQLite', () => {
  it('I4 I5: of two opposite decisions one wins, and the other is told which, 200 times', async () => {
    const wins = await opposed(await open(await tempPath()), 200)
    expect(wins.allow + wins.deny).toBe(200)
  })

  it('I2: one start among fifty callers, ten times', async () => {
    const approvals = await open(await tempPath())
    for (let round = 0; round < 10; round += 1) {
      const { approval } = must(await approvals.request(bot, draft))
      must(await approvals.decide(ann, approval.id, allow(approval)))
      const starts = Array.from({ length: 50 }, () => approvals.start(bot, approval.id, approval.digest))
      expect((await Promise.all(starts)).filter((result) => result.ok)).toHaveLength(1)
    }
  })
})
