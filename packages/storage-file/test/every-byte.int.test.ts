// Every byte of a recorded store, cut off and changed.
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { HoldpointError, type Store } from '@holdpoint/core/store'
import { openFileStore } from '@holdpoint/storage-file'
import { numberedRecord } from '@holdpoint/testkit/faults'
import { loadStore } from '../src/load-store.ts'
import { listFiles } from '../src/store-folder.ts'

const isFull = process.env['HOLDPOINT_SCALE'] === 'full'
// Opening for real syncs the disk several times.
const openEach = isFull ? 7 : 61

let parent: string
let recorded: string
let trial: string
/** By how many bytes of the last journal there are: what the store then holds, from the smallest on. */
let stages: { readonly bytes: number; readonly holds: string }[]
let snapshotName: string
let sealedName: string
let lastName: string

const small = (id: string, rev: number) => ({ ...numberedRecord(id, rev, 'r'), body: `{"rev":${rev}}`, outbox: [] })

const holdsOf = (records: Iterable<{ readonly id: string; readonly rev: number }>) =>
  [...records]
    .map(({ id, rev }) => `${id}@${rev}`)
    .toSorted()
    .join(' ')

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'holdpoint-'))
  recorded = join(parent, 'recorded')
  trial = join(parent, 'trial')
  const first = await openFileStore({ folder: recorded }, { compactAtBytes: 1 })
  await first.create(small('a', 1))
  await first.create(small('b', 1))
  // Compaction runs beside the writes; closing before it has ended leaves no snapshot.
  await vi.waitUntil(() => listFiles(recorded).snapshots.length > 0, { timeout: 30_000 })
  await first.close()
  const second = await openFileStore({ folder: recorded })
  await Promise.all([second.commit(small('a', 2), 1), second.create(small('c', 1))])
  await second.close()
  const third = await openFileStore({ folder: recorded })
  const { journals, snapshots } = listFiles(recorded)
  const nameOf = (kind: string, number: number | undefined) => `${kind}-${String(number).padStart(6, '0')}.jsonl`
  lastName = nameOf('journal', journals.at(-1))
  sealedName = nameOf('journal', journals.at(-2))
  snapshotName = nameOf('snapshot', snapshots.at(-1))
  const note = (holds: string) => stages.push({ bytes: readFileSync(join(recorded, lastName)).length, holds })
  const header = readFileSync(join(recorded, lastName)).indexOf(10) + 1
  stages = [{ bytes: header, holds: 'a@2 b@1 c@1' }]
  note('a@2 b@1 c@1')
  const writes: [() => Promise<unknown>, string][] = [
    [() => third.create(small('d', 1)), 'a@2 b@1 c@1 d@1'],
    [() => Promise.all([third.commit(small('b', 2), 1), third.remove('approvals', 'c', 1)]), 'a@2 b@2 d@1'],
    [() => third.commit(small('d', 2), 1), 'a@2 b@2 d@2'],
  ]
  for (const [write, holds] of writes) {
    await write()
    note(holds)
  }
  // Copied while it is open: as a crash leaves it.
  cpSync(recorded, join(parent, 'crashed'), { recursive: true })
  await third.close()
  recorded = join(parent, 'crashed')
})

afterAll(() => rm(parent, { recursive: true }))

/** The one file in which `trial` differs from what was recorded; undefined when it may differ anywhere. */
let changedOnly: string | undefined

function tryWith(name: string, bytes: Buffer): void {
  if (changedOnly !== name) {
    rmSync(trial, { recursive: true, force: true })
    cpSync(recorded, trial, { recursive: true })
    changedOnly = name
  }
  writeFileSync(join(trial, name), bytes)
}

function load(): string {
  const files = listFiles(trial)
  try {
    return holdsOf(loadStore(trial, files, files.journals.at(-1) ?? 0).records)
  } catch (error) {
    if (error instanceof HoldpointError && error.detail.includes(trial)) return `refused: ${error.detail}`
    throw error
  }
}

async function openForReal(warn: (message: string) => void): Promise<string> {
  let store: Store
  changedOnly = undefined
  try {
    store = await openFileStore({ folder: trial }, { warn })
  } catch (error) {
    return `refused: ${String(error)}`
  }
  const facets = [undefined, undefined, undefined, undefined] as const
  const { items } = await store.list('approvals', { facets, limit: 100, direction: 'ascending', now: 0 })
  await store.close()
  return holdsOf(items)
}

describe('a crash in the middle of a write', () => {
  it(
    'leaves whole groups and no half ones, wherever the last journal is cut (I12, I16)',
    { timeout: 300_000 },
    async () => {
      const whole = readFileSync(join(recorded, lastName))
      for (let length = 0; length <= whole.length; length += 1) {
        tryWith(lastName, whole.subarray(0, length))
        const stage = stages.findLast(({ bytes }) => bytes <= length)
        const expected = stage === undefined ? /^refused: .*line 1/ : new RegExp(`^${stage.holds}$`)
        expect(load(), `${length} bytes`).toMatch(expected)
        if (length % openEach > 0) continue
        const warnings: string[] = []
        expect(await openForReal((message) => warnings.push(message)), `${length} bytes`).toMatch(
          stage === undefined ? /^refused: / : expected,
        )
        const isTorn = stage !== undefined && stage.bytes !== length
        expect(warnings.filter((message) => message.includes('cut off')).length, `${length} bytes`).toBe(isTorn ? 1 : 0)
      }
    },
  )

  it('leaves whole groups where the disk kept a hole of zeros', () => {
    const whole = readFileSync(join(recorded, lastName))
    for (const { bytes, holds } of stages)
      for (let kept = bytes; kept < whole.length; kept += 13) {
        const next = stages.find((stage) => stage.bytes > bytes)
        if (next === undefined || kept >= next.bytes) break
        tryWith(lastName, Buffer.concat([whole.subarray(0, kept), Buffer.alloc(4_096)]))
        expect(load(), `zeros from ${kept} on`).toBe(holds)
      }
  })
})

describe('damage to what was acknowledged', () => {
  it(
    'is refused with the file, whatever byte is changed in whatever file (I6, I16)',
    { timeout: 300_000 },
    async () => {
      for (const name of [snapshotName, sealedName, lastName]) {
        const whole = readFileSync(join(recorded, name))
        for (let at = 0; at < whole.length; at += 1)
          for (const mask of isFull ? [1, 2, 4, 8, 16, 32, 64, 128, 255] : [1 << (at % 8), 255]) {
            const changed = Buffer.from(whole)
            changed[at] = (changed[at] ?? 0) ^ mask
            tryWith(name, changed)
            expect(load(), `${name}, byte ${at} xor ${mask}`).toMatch(/^refused: .*, line \d+: /)
            if (at % openEach > 0) continue
            const before = readdirSync(trial)
            expect(await openForReal(() => {})).toMatch(/^refused: /)
            expect(readdirSync(trial)).toEqual(before)
            expect(readFileSync(join(trial, name))).toEqual(changed)
          }
      }
    },
  )

  it('is refused wherever a snapshot or a sealed journal is cut', () => {
    for (const name of [snapshotName, sealedName]) {
      const whole = readFileSync(join(recorded, name))
      for (let length = 0; length < whole.length; length += 1) {
        tryWith(name, whole.subarray(0, length))
        expect(load(), `${name}, ${length} bytes`).toMatch(/^refused: .*, line \d+: /)
      }
    }
  })

  it('is refused when lines are missing, doubled or moved', () => {
    for (const name of [snapshotName, sealedName, lastName]) {
      const lines = readFileSync(join(recorded, name), 'utf8').split(/(?<=\n)/)
      for (let at = 0; at < lines.length - 1; at += 1) {
        const [line = '', next = ''] = lines.slice(at, at + 2)
        for (const others of [[], [line, line, next], [next, line]]) {
          tryWith(name, Buffer.from(lines.toSpliced(at, 2, ...(others.length === 0 ? [next] : others)).join('')))
          expect(load(), `${name}, line ${at + 1}, ${others.length}`).toMatch(/^refused: /)
        }
      }
    }
  })
})
