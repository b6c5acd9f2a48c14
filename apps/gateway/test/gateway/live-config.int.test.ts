// A configuration that changes while it is in use: all of it or nothing, and what was opened stays as it was opened.
import { expect, it } from 'vitest'
import { HoldpointError } from '@holdpoint/core'
import { createMemoryStore } from '@holdpoint/storage-memory'
import type { ReadyConfig } from '../../src/config/with-local-secrets.ts'
import { createLiveConfig } from '../../src/gateway/live-config.ts'
import { createLiveHitlSh } from '../../src/gateway/live-hitl-sh.ts'
import { memoryLog } from '../auth/memory-log.ts'
import { configOf, goodSecret } from '../config/config-folder.ts'

const [token, key, apiKey] = [goodSecret(), goodSecret(), `hitl_test_${goodSecret()}`]

async function ready(more: object = {}): Promise<ReadyConfig> {
  const { config } = await configOf({ auth: { mode: 'token', token }, callback: { keys: [key] }, ...more })
  return {
    ...config,
    dir: '/',
    stateDir: '/',
    file: '/f',
    auth: { mode: 'token', token },
    callback: { ...config.callback, keys: [key] },
  }
}

async function live(...later: readonly (() => Promise<ReadyConfig>)[]) {
  const { log, lines } = memoryLog()
  const queue = [...later]
  const read = () => queue.shift()?.() ?? Promise.reject(new Error('nothing more to read'))
  const config = createLiveConfig({ config: await ready({ outbound: {} }), read, log })
  return { config, log, lines }
}

it('takes over what can change, keeps what was opened, and names both', async () => {
  const { config } = await live(() =>
    ready({ maxPending: 7, groups: { ops: ['key:ann'] }, server: { port: 1 }, storage: 'memory:', outbound: {} }),
  )
  expect(await config.reload()).toEqual({
    ok: true,
    value: {
      changed: ['groups.ops', 'maxPending'],
      needsRestart: ['server.port', 'storage'],
    },
  })
  expect(config.current()).toMatchObject({ maxPending: 7, server: { port: 4180 }, storage: { type: 'sqlite' } })
})

it('I6: what can’t be read, or prepared by one of its users, changes nothing for any of them', async () => {
  const { config, lines } = await live(
    () => Promise.reject(new HoldpointError('invalid_config', 'f:1: x: is odd. Mend it.')),
    () => ready({ maxPending: 7, outbound: {} }),
    () => ready({ maxPending: 8, outbound: {} }),
  )
  const before = config.current()
  const committed: number[] = []
  let isBroken = true
  config.onReload((next) => () => void committed.push(next.maxPending))
  config.onReload(() => {
    if (isBroken) throw new HoldpointError('invalid_config', 'y can’t be opened')
    return () => {}
  })
  expect(await config.reload()).toMatchObject({ ok: false, code: 'invalid_config', detail: 'f:1: x: is odd. Mend it.' })
  expect(config.refused()).toContain('refused')
  expect(await config.reload()).toMatchObject({ ok: false, detail: 'y can’t be opened' })
  expect([config.current() === before, committed]).toEqual([true, []])
  expect(lines.join()).toContain('f:1: x: is odd. Mend it.')
  isBroken = false
  expect(await config.reload()).toMatchObject({ ok: true })
  expect([config.refused(), committed]).toEqual([undefined, [8]])
})

it('reloads that come together are done one after the other', async () => {
  const { config } = await live(
    async () => {
      await new Promise((resolve) => setTimeout(resolve, 20))
      return ready({ maxPending: 1, outbound: {} })
    },
    () => ready({ maxPending: 2, outbound: {} }),
  )
  await Promise.all([config.reload(), config.reload()])
  expect(config.current().maxPending).toBe(2)
})

it('HITL.sh comes, stays where nothing of it changed, and goes, behind one channel', async () => {
  const hitlSh = { apiKey, loopId: '65f0c0ffee65f0c0ffee65f0', baseUrl: 'http://127.0.0.1:9/v1', pollMs: 0 }
  const { config, log } = await live(
    () => ready({ hitlSh, outbound: {} }),
    () => ready({ hitlSh, maxPending: 3, outbound: {} }),
    () => ready({ outbound: {} }),
  )
  const there = createLiveHitlSh({ config, publicUrl: 'http://127.0.0.1:1', store: createMemoryStore(), log })
  const seen = [there.current()]
  for (let i = 0; i < 3; i += 1) {
    await config.reload()
    seen.push(there.current())
  }
  expect(seen.map((each) => each !== undefined)).toEqual([false, true, true, false])
  expect(seen[1]).toBe(seen[2])
  await there.stop()
})
