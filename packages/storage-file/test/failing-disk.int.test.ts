import { appendFileSync, rmSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '@holdpoint/core/store'
import { openFileStore } from '@holdpoint/storage-file'
import {
  buildFaultShim,
  findLosses,
  limitedCommand,
  mountSmallDisk,
  noteAcknowledged,
  numberedRecord,
  runChild,
  writeAcknowledged,
  type Acknowledged,
  type EndedChild,
} from '@holdpoint/testkit/faults'

const script = fileURLToPath(new URL('processes/child.mjs', import.meta.url))
const isFull = process.env['HOLDPOINT_SCALE'] === 'full'

let parent: string
let folder: string
let acknowledged: Acknowledged
let unmount: (() => void) | undefined
let store: Store | undefined

beforeEach(async () => {
  parent = await realpath(await mkdtemp(join(tmpdir(), 'holdpoint-')))
  folder = join(parent, 'store')
  acknowledged = new Map()
  unmount = undefined
  store = undefined
})

afterEach(async () => {
  await store?.close()
  unmount?.()
  await rm(parent, { recursive: true })
})

async function expectNothingLost(): Promise<void> {
  store = await openFileStore({ folder })
  expect(await findLosses(store, acknowledged)).toEqual([])
  expect(await store.create(numberedRecord(`after-${acknowledged.size}`, 1, 'after'))).toBe('created')
  await store.close()
}

describe('a sync that fails', () => {
  it(
    'fails its whole group and ends writing, whichever it is; what was acknowledged stays (I6, I9)',
    { timeout: 300_000 },
    async ({ skip }) => {
      const shim = buildFaultShim(parent)
      if ('missing' in shim) return skip(shim.missing)
      const ends = new Set<string>()
      for (let at = 1; !ends.has('unharmed') && at < 1_000; at += 1) {
        folder = join(parent, `store-${at}`)
        acknowledged = new Map()
        const fault = { kind: 'fail-sync', at } as const
        const child = await runChild(
          process.execPath,
          [script, 'write', folder, 'w', isFull ? '20' : '3'],
          shim.env(folder, fault),
        )
        noteAcknowledged(acknowledged, child.out)
        ends.add(endOf(child))
        await expectNothingLost()
      }
      // At the opening, at a group, at a new journal, at a snapshot; and in the end it comes too late.
      expect([...ends].toSorted()).toEqual(['compaction put off', 'failed to open', 'read-only', 'unharmed'])
    },
  )
})

function endOf({ code, err }: EndedChild): string {
  if (code === 3) {
    expect(err).toContain('can’t be opened (EIO)')
    return 'failed to open'
  }
  if (err.includes('refused: ')) {
    expect(err.match(/refused: unavailable: .*a write or its sync failed \(EIO\)/g)).toHaveLength(2)
    expect(err).toMatch(/then: unavailable: .*a write or its sync failed \(EIO\)/)
    return 'read-only'
  }
  expect(code, err).toBe(0)
  return err.includes('can’t be compacted') || err.includes('can’t be begun') ? 'compaction put off' : 'unharmed'
}

describe('a full disk', () => {
  const mountDisk = async (skip: (reason: string) => void, sizeBytes: number) => {
    await mkdir(folder)
    const mounted = mountSmallDisk(folder, sizeBytes)
    if ('missing' in mounted) skip(mounted.missing)
    else unmount = mounted.unmount
    folder = join(folder, 'store')
  }
  const fill = (name: string, bytes: number) => appendFileSync(join(folder, '..', name), Buffer.alloc(bytes))

  it('rejects as unavailable, loses nothing, and goes on when there is room (I6, I9)', async ({ skip }) => {
    await mountDisk(skip, 1_048_576)
    fill('filler', 300_000)
    store = await openFileStore({ folder }, { compactAtBytes: 200_000 })
    const acknowledge = (id: string, rev: number) => acknowledged.set(id, rev)
    const refused = await writeAcknowledged(store, { name: 'w', acknowledge })
    expect(refused).toHaveLength(8)
    for (const error of refused)
      expect(error).toMatchObject({ code: 'unavailable', detail: expect.stringContaining('no room to write (ENOSPC)') })
    expect(await findLosses(store, acknowledged)).toEqual([])
    rmSync(join(folder, '..', 'filler'))
    const more = await writeAcknowledged(store, { name: 'more', acknowledge, records: 5 })
    expect(more).toEqual([])
    await store.close()
    await expectNothingLost()
    expect(acknowledged.size).toBeGreaterThan(80)
  })

  it('refuses to open without room to claim the store, and leaves it as it is', async ({ skip }) => {
    await mountDisk(skip, 262_144)
    store = await openFileStore({ folder })
    await writeAcknowledged(store, { name: 'w', acknowledge: (id, rev) => acknowledged.set(id, rev), records: 5 })
    await store.close()
    const before = await readdir(folder)
    expect(() => fill('filler', 262_144)).toThrow('ENOSPC')
    await expect(openFileStore({ folder })).rejects.toMatchObject({
      code: 'unavailable',
      detail: `${folder} can’t be opened (ENOSPC).`,
    })
    expect(await readdir(folder)).toEqual(before)
    rmSync(join(folder, '..', 'filler'))
    await expectNothingLost()
  })

  it('keeps what was acknowledged under a limit on the size of files (RLIMIT_FSIZE)', async () => {
    const [command, args] = limitedCommand(65_536, process.execPath, [script, 'write', folder, 'w', '60', '1000000'])
    const child = await runChild(command, args)
    noteAcknowledged(acknowledged, child.out)
    expect(child.err).toContain('no room to write (EFBIG)')
    expect(acknowledged.size).toBeGreaterThan(10)
    await expectNothingLost()
  })
})
