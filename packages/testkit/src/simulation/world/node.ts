// A gateway process: its services live only as long as one incarnation. A crash loses all it had in memory; what it was
// doing never goes on.
import { createHoldpoint, type Channel, type Clock, type Execute, type Holdpoint, type Settings } from '@holdpoint/core'
import type { Faults } from './faults.ts'
import type { Hints } from './hints.ts'
import type { SharedStore } from './shared-store.ts'
import { linkStore } from './store-link.ts'
import type { World } from './world.ts'

/** What a caller learns. `lost` is no answer at all: it may have happened, or happen yet. */
export type Reply<T> =
  | { readonly type: 'answered'; readonly value: T }
  | { readonly type: 'failed'; readonly error: unknown }
  | { readonly type: 'lost' }

export interface SimNode {
  readonly name: string
  isUp(): boolean
  crash(): void
  start(): void
  /** Calls the node over the network. */
  call<T>(task: (services: Services) => Promise<T>): Promise<Reply<T>>
}

export type Services = Pick<Holdpoint, 'approvals' | 'rules'>

export interface NodeOptions {
  readonly name: string
  readonly world: World
  readonly shared: SharedStore
  readonly faults: Faults
  readonly hints: Hints
  readonly settings: () => Settings
  /** Channels and executor as this incarnation has them: nothing comes back to a dead one. */
  readonly channels: (isAlive: () => boolean) => readonly Channel[]
  readonly execute: (isAlive: () => boolean) => Execute
}

interface Incarnation extends Services {
  alive: boolean
  readonly unplug: () => void
}

/** How long a caller waits for an answer, in ms. */
const patienceMs = 15_000

export function createNode(options: NodeOptions): SimNode {
  const { name, world, shared, faults, hints, settings } = options
  let current: Incarnation | undefined

  const start = () => {
    const life = { alive: true }
    const isAlive = () => life.alive
    const clock: Clock = { after: (delayMs, task) => world.after(delayMs, () => isAlive() && task()) }
    const { wake, unplug } = hints.plug(isAlive)
    const { approvals, rules, pump } = createHoldpoint({
      store: linkStore(world, shared, faults, isAlive),
      settings,
      channels: options.channels(isAlive),
      execute: options.execute(isAlive),
      wake,
      clock,
      ids: { random: () => world.random.hex() },
    })
    current = Object.assign(life, { approvals, rules, unplug })
    pump.start()
  }

  return {
    name,
    isUp: () => current !== undefined,
    start,
    crash() {
      if (!current) return
      current.alive = false
      current.unplug()
      current = undefined
    },
    call: <T>(task: (services: Services) => Promise<T>) =>
      new Promise<Reply<T>>((resolve) => {
        const giveUp = world.after(patienceMs, () => resolve({ type: 'lost' }))
        world.after(faults.travelMs(), () => {
          const serving = current
          if (!serving) return
          const answer = (reply: Reply<T>) => {
            if (!serving.alive) return
            world.after(faults.travelMs(), () => {
              giveUp()
              resolve(reply)
            })
          }
          task(serving).then(
            (value) => answer({ type: 'answered', value }),
            (error: unknown) => answer({ type: 'failed', error }),
          )
        })
      }),
  }
}
