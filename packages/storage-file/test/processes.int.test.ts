import { fork, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openFileStore } from '@holdpoint/storage-file'
import { findLosses, noteAcknowledged, type Acknowledged } from '@holdpoint/testkit/faults'

const script = fileURLToPath(new URL('processes/child.mjs', import.meta.url))
const isFull = process.env['HOLDPOINT_SCALE'] === 'full'
const killRounds = isFull ? 50 : 5
const stoppedMs = isFull ? 30_000 : 1_000

let parent: string
let folder: string
let children: ChildProcess[]

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'holdpoint-'))
  folder = join(parent, 'store')
  children = []
})

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  await rm(parent, { recursive: true })
})

function start(mode: 'write' | 'hold', name: string): ChildProcess {
  const child = fork(script, [mode, folder, name], { execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  children.push(child)
  return child
}

/** In a process namespace of its own, as containers have: neither sees whether the other lives. */
function startInContainer(name: string): ChildProcess {
  const command = ['--pid', '--fork', '--kill-child', process.execPath, script, 'hold', folder, name]
  const child = spawn('unshare', command, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  children.push(child)
  return child
}

async function heard(child: ChildProcess): Promise<Record<string, unknown>> {
  const [message] = await once(child, 'message')
  return message
}

async function tell(child: ChildProcess, id: string): Promise<Record<string, unknown>> {
  const answer = heard(child)
  child.send(id)
  return answer
}

describe('kill -9 of a writer', () => {
  it(
    `keeps every acknowledged record whole, ${killRounds} rounds (I9, I11, I12, I16)`,
    { timeout: 300_000 },
    async () => {
      const acknowledged: Acknowledged = new Map()
      let numbers = 0
      for (let round = 0; round < killRounds; round += 1) {
        const writer = start('write', `w${round}`)
        let output = ''
        writer.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text))
        while (output === '') await sleep(5)
        await sleep(50 + Math.random() * 250)
        const gone = once(writer, 'close')
        writer.kill('SIGKILL')
        await gone
        noteAcknowledged(acknowledged, output)
        const store = await openFileStore({ folder })
        expect(await findLosses(store, acknowledged)).toEqual([])
        await store.close()
        numbers = Number(/\d+/.exec(readdirSync(folder).toSorted().at(-1) ?? '')?.[0])
      }
      expect(acknowledged.size).toBeGreaterThan(killRounds * 8)
      // Each round opens twice: what is beyond was compacted.
      expect(numbers).toBeGreaterThan(killRounds * 2)
    },
  )
})

describe('two processes on one folder', () => {
  it('refuses the second while the first lives, also while it is stopped, and lets it in once it is dead', async () => {
    const owner = start('hold', 'o')
    expect(await heard(owner)).toEqual({ ready: true })
    expect(await tell(owner, 'a')).toEqual({ answer: 'created', read: 1 })
    const refusal = { refused: expect.stringContaining(`is in use by process ${owner.pid}, which lives`) }
    expect(await heard(start('hold', 'p'))).toEqual(refusal)

    owner.kill('SIGSTOP')
    await sleep(stoppedMs)
    expect(await heard(start('hold', 'q'))).toEqual(refusal)
    await expect(openFileStore({ folder })).rejects.toThrow('which lives')
    owner.kill('SIGCONT')
    expect(await tell(owner, 'b')).toEqual({ answer: 'created', read: 1 })

    const gone = once(owner, 'close')
    owner.kill('SIGKILL')
    await gone
    const next = start('hold', 'r')
    expect(await heard(next)).toEqual({ ready: true })
    expect(await tell(next, 'a')).toEqual({ answer: 'exists', read: 1 })
    expect(await tell(next, 'b')).toEqual({ answer: 'exists', read: 1 })
  })

  it('lets one of four that start at once on a dead owner’s store have it', async () => {
    const owner = start('hold', 'o')
    await heard(owner)
    await tell(owner, 'a')
    const gone = once(owner, 'close')
    owner.kill('SIGKILL')
    await gone
    const answers = await Promise.all(['p', 'q', 'r', 's'].map((name) => heard(start('hold', name))))
    expect(answers.filter((answer) => answer['ready'] === true)).toHaveLength(1)
  })

  it('lets an owner that was stopped while the store was taken from it write no more (I2, I5)', async ({ skip }) => {
    const unshare = spawnSync('unshare', ['--pid', '--fork', 'true'])
    skip(unshare.status !== 0, `no container can be made (${unshare.error?.message ?? String(unshare.stderr).trim()})`)
    const owner = start('hold', 'o')
    await heard(owner)
    expect(await tell(owner, 'a')).toEqual({ answer: 'created', read: 1 })
    owner.kill('SIGSTOP')
    owner.send('late')
    expect(await heard(startInContainer('p'))).toEqual({ refused: expect.stringContaining('of another container') })

    // The operator's mistake: to vouch that an owner is gone who is only stopped.
    await writeFile(join(folder, 'take-over'), '')
    const taker = startInContainer('q')
    expect(await heard(taker)).toEqual({ ready: true })
    expect(await tell(taker, 'mine')).toEqual({ answer: 'created', read: 1 })
    const answer = heard(owner)
    owner.kill('SIGCONT')
    const lost = expect.stringContaining('another process has taken the store over')
    expect(await answer).toEqual({ answer: lost, read: lost })
    expect(await tell(taker, 'late')).toEqual({ answer: 'created', read: 1 })
    expect(await tell(taker, 'close')).toEqual({ closed: true })

    const store = await openFileStore({ folder })
    const acknowledged = new Map(['a', 'mine', 'late'].map((id) => [id, 1]))
    expect(await findLosses(store, acknowledged)).toEqual([])
    expect((await store.read('approvals', 'late'))?.facets[3]).toBe('q')
    await store.close()
  })
})
