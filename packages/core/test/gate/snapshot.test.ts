// I18: what runs is what was there when `run` was called, whatever becomes of the caller's objects.
import { describe, expect, it } from 'vitest'
import type { Action } from '../../src/domain/action.ts'
import { allow, ann, bot, defaultSettings, everything, must } from '../service/world.ts'
import { action, blocked, gated } from './gated.ts'

const mine = () => ({
  kind: 'tool.call',
  target: { tool: 'rm' },
  input: { args: ['-r', { path: '/tmp/x' }] as (string | { path: string })[] },
})

function tamper(it: ReturnType<typeof mine>): void {
  it.target.tool = 'mkfs'
  it.input.args[0] = '-rf'
  Object.assign(it.input.args[1] ?? {}, { path: '/' })
  it.kind = 'tool.other'
}

describe('I18: what runs', () => {
  it('is the action as it was when run was called, whenever the caller changes its object (D9, H124738)', async () => {
    // 0 is right after the call, before any promise has settled; then after ever more of them.
    for (let turns = 0; turns < 12; turns += 1) {
      const world = gated()
      const action = mine()
      const running = world.gate.run(action satisfies Action, world.perform)
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve()
      tamper(action)
      const held = await world.held()
      expect(held.action).toEqual(mine())
      must(await world.approvals.decide(ann, held.id, allow(held)))
      expect(await running).toMatchObject({ type: 'ran' })
      expect(world.calls).toEqual([mine()])
    }
  })

  it('is the same where nobody is asked', async () => {
    const world = gated({ settings: { policy: { ...defaultSettings.policy, modes: { 'tool.call': 'off' } } } })
    const action = mine()
    const running = world.gate.run(action, world.perform)
    tamper(action)
    expect(await running).toMatchObject({ type: 'ran' })
    expect(world.calls).toEqual([mine()])
  })

  it('can’t be changed by the function, nor what is recorded by it (H796M)', async () => {
    const world = gated({ settings: everything('off') })
    const result = await world.gate.run(action, (approved) => {
      expect(() => Object.assign(approved.target, { to: 'x' })).toThrow(TypeError)
      expect(() => Object.assign(approved, { kind: 'x' })).toThrow(TypeError)
    })
    expect(result).toMatchObject({ type: 'ran', approval: { action } })
  })

  it('follows no changed options either', async () => {
    const world = gated()
    const options = { claim: { title: 'mine' }, context: { why: ['x'] } }
    const running = world.gate.run(action, world.perform, options)
    options.claim.title = 'other'
    options.context.why.push('y')
    const held = await world.held()
    expect(held).toMatchObject({ claim: { title: 'mine' }, context: { why: ['x'] } })
    must(await world.approvals.cancel(bot, held.id))
    expect(await running).toMatchObject(blocked('cancelled'))
  })
})
