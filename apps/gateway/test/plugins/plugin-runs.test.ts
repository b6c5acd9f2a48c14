// The life of plugins: the order, the time they have, and what is undone when one fails.
import { createHoldpoint } from '@holdpoint/core'
import { createMemoryStore } from '@holdpoint/storage-memory'
import { expect, it } from 'vitest'
import type { Plugin } from '../../src/plugins/plugin.ts'
import { createPluginRuns } from '../../src/plugins/plugin-runs.ts'
import { memoryLog } from '../auth/memory-log.ts'

function runsOf(make: (did: (what: string) => void) => readonly Plugin[]) {
  const did: string[] = []
  const { log, lines } = memoryLog()
  const { approvals } = createHoldpoint({ store: createMemoryStore() })
  const plugins = make((what) => did.push(what))
  return {
    did,
    lines,
    approvals,
    ...createPluginRuns({ plugins, approvals, log, startTimeoutMs: 30, stopTimeoutMs: 30 }),
  }
}

const noting = (name: string, did: (what: string) => void): Plugin => ({
  name,
  start: () => did(`start ${name}`),
  stop: () => did(`stop ${name}`),
})

it('starts in order and stops in the other, each once', async () => {
  const { did, start, stop } = runsOf((note) => [noting('a', note), noting('b', note)])
  await start()
  await stop()
  await stop()
  expect(did).toEqual(['start a', 'start b', 'stop b', 'stop a'])
})

it('I6: one that throws or hangs refuses the start by name, and those before it are stopped', async () => {
  for (const [fault, why] of [
    [() => Promise.reject(new Error('no disk')), 'no disk'],
    [() => new Promise<void>(() => {}), 'it took longer than 0.03 s'],
  ] as const) {
    const { did, start } = runsOf((note) => [noting('a', note), { name: 'b', start: fault }, noting('c', note)])
    await expect(start()).rejects.toMatchObject({
      code: 'invalid_config',
      detail: `plugins: the plugin "b" did not start: ${why}`,
    })
    expect(did).toEqual(['start a', 'stop a'])
  }
})

it('one that hangs or throws when it stops holds up neither the others nor the gateway', async () => {
  const { did, lines, start, stop } = runsOf((note) => [
    noting('a', note),
    { name: 'b', stop: () => new Promise<void>(() => {}) },
    { name: 'c', stop: () => Promise.reject(new Error('broken')) },
  ])
  await start()
  await stop()
  expect(did).toEqual(['start a', 'stop a'])
  expect(lines.filter((line) => line.startsWith('a plugin did not stop'))).toHaveLength(2)
})

it('I1: what a plugin does itself is held in its own name', async () => {
  let ran = 0
  const { approvals, start, stop } = runsOf(() => [
    {
      name: 'mailer',
      start: ({ gate }) => void gate().run({ kind: 'tool.call', target: { tool: 'mail' }, input: 1 }, () => (ran += 1)),
    },
  ])
  await start()
  const reviewer = { id: 'ann', scopes: ['decide' as const], loops: ['*'], via: 'api' }
  await expect
    .poll(async () => {
      const listed = await approvals.list(reviewer, { limit: 10 })
      return listed.ok && listed.value.items.map(({ requester, status }) => `${requester} ${status}`)
    })
    .toEqual(['plugin:mailer pending'])
  approvals.close()
  await stop()
  expect(ran).toBe(0)
})
