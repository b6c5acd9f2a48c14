import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openFileStore } from '@holdpoint/storage-file'
import {
  buildFaultShim,
  findLosses,
  noteAcknowledged,
  numberedRecord,
  runChild,
  type Acknowledged,
  type DiskFault,
  type FaultShim,
} from '@holdpoint/testkit/faults'

const script = fileURLToPath(new URL('processes/child.mjs', import.meta.url))
// Enough for an opening, groups, two compactions and a closing; at full scale for more of each.
const records = process.env['HOLDPOINT_SCALE'] === 'full' ? 12 : 3
const calls = 1_000

let folder: string
let shim: FaultShim
let missing: string | undefined

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'holdpoint-')))
  const built = buildFaultShim(folder)
  if ('missing' in built) missing = built.missing
  else shim = built
})

afterAll(() => rm(folder, { recursive: true }))

/** Runs the same writes with the fault; false once they ended before it came. */
async function survives(fault: DiskFault, round: string, acknowledged: Acknowledged): Promise<boolean> {
  const path = join(folder, round)
  const child = await runChild(
    process.execPath,
    [script, 'write', path, `w${fault.at}`, `${records}`],
    shim.env(path, fault),
  )
  noteAcknowledged(acknowledged, child.out)
  expect(child.signal ?? child.code, child.err).toSatisfy((end) => end === 'SIGKILL' || end === 0)

  const warnings: string[] = []
  const store = await openFileStore({ folder: path }, { warn: (message) => warnings.push(message) })
  expect(await findLosses(store, acknowledged), `${fault.kind} ${fault.at}`).toEqual([])
  expect(await store.create(numberedRecord(`after-${fault.at}`, 1, 'after'))).toBe('created')
  acknowledged.set(`after-${fault.at}`, 1)
  await store.close()
  const again = await openFileStore({ folder: path })
  expect(await findLosses(again, acknowledged), `opened again after ${fault.kind} ${fault.at}`).toEqual([])
  await again.close()
  return child.signal === 'SIGKILL'
}

describe('a crash at each system call that changes the disk', () => {
  it.for(['kill', 'tear'] as const)(
    'keeps every acknowledged record and no torn one, with a new store: %s (I9, I16)',
    { timeout: 600_000 },
    async (kind, { skip }) => {
      skip(missing !== undefined, missing)
      let at = 1
      while (at < calls && (await survives({ kind, at }, `${kind}-${at}`, new Map()))) at += 1
      expect(at).toBeGreaterThan(40)
      expect(at).toBeLessThan(calls)
    },
  )

  it(
    'keeps them over crash upon crash, each at another call, on one store (I9, I11, I16)',
    { timeout: 600_000 },
    async ({ skip }) => {
      skip(missing !== undefined, missing)
      const acknowledged: Acknowledged = new Map()
      const rounds = process.env['HOLDPOINT_SCALE'] === 'full' ? 200 : 20
      // 7 and 60 have no common factor, so the calls differ from round to round.
      for (let round = 1; round <= rounds; round += 1)
        await survives({ kind: round % 2 === 0 ? 'tear' : 'kill', at: 1 + ((round * 7) % 60) }, 'upon', acknowledged)
      expect(acknowledged.size).toBeGreaterThan(rounds)
    },
  )
})
