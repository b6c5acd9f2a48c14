// A world with a gate in it, and a function that notes what it was called with.
import type { Action } from '../../src/domain/action.ts'
import type { Approval } from '../../src/domain/approval.ts'
import { createGate } from '../../src/gate/gate.ts'
import { ann, bot, createWorld, draft, must, type WorldOptions } from '../service/world.ts'

export const { action } = draft

export const blocked = (reason: string) => ({ type: 'blocked', reason })

export function gated(options: WorldOptions = {}) {
  const world = createWorld(options)
  const gate = createGate({ approvals: world.approvals, principal: bot })
  const calls: Action[] = []
  return {
    ...world,
    gate,
    calls,
    perform(approved: Action) {
      calls.push(approved)
      return 'sent'
    },
    /** The only pending approval, once it is there. */
    async held(): Promise<Approval> {
      await world.clock.advance(0)
      const { items } = must(await world.approvals.list(ann, { limit: 2, status: 'pending' }))
      const [approval, ...more] = items
      if (!approval || more.length > 0) throw new Error(`${items.length} are pending`)
      return approval
    },
  }
}
