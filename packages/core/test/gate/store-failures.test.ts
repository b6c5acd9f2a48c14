// I6: a store that fails anywhere on the way. The function is not called unless its start is stored.
import { describe, expect, it } from 'vitest'
import { bot, everything, must } from '../service/world.ts'
import { action, gated } from './gated.ts'

describe('I6: gate.run, when the store fails', () => {
  it.each(['create', 'read', 'commit', 'now'] as const)('at %s: calls nothing that is not started', async (method) => {
    let isBlockedOnce = false
    // The nth call of the method and all after it fail, for every n that a run gets to.
    for (let n = 1; n < 8; n += 1) {
      let calls = 0
      const world = gated({
        settings: everything('off'),
        store: (inner) => ({
          ...inner,
          [method]: (...args: never[]) => {
            calls += 1
            if (calls >= n) return Promise.reject(new Error('down'))
            return (inner[method] as (...args: never[]) => Promise<unknown>)(...args)
          },
        }),
      })
      let startedThen = false
      const result = await world.gate.run(action, async (_, { approvalId }) => {
        const record = await world.inner.read('approvals', approvalId)
        startedThen = record?.facets[0] === 'started'
      })
      if (result.type === 'blocked') expect(result.reason).toBe('unavailable')
      expect(result.type === 'ran').toBe(startedThen)
      isBlockedOnce ||= result.type === 'blocked'
    }
    expect(isBlockedOnce).toBe(true)
  })

  it('after it has run: the value is handed over all the same, and the outcome is unknown', async () => {
    let down = false
    const world = gated({
      settings: everything('off'),
      store: (inner) => ({
        ...inner,
        commit: (...args) => (down ? Promise.reject(new Error('down')) : inner.commit(...args)),
      }),
    })
    const result = await world.gate.run(action, (approved) => {
      down = true
      return world.perform(approved)
    })
    expect(result).toMatchObject({ type: 'ran', value: 'sent' })
    expect(world.calls).toHaveLength(1)
    await world.clock.advance(5_000)
    expect(must(await world.approvals.get(bot, result.approval?.id ?? '')).status).toBe('unknown')
  })
})
