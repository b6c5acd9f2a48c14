// Wake hints between nodes, over a network that delays, drops, repeats and reorders them.
import type { Wake } from '@holdpoint/core'
import type { Faults } from './faults.ts'
import type { World } from './world.ts'

export interface Hints {
  /** One incarnation's end of it. */
  plug(isAlive: () => boolean): { readonly wake: Wake; readonly unplug: () => void }
}

type Listener = (id: string) => void

export function createHints(world: World, faults: Faults): Hints {
  const plugs = new Set<Set<Listener>>()
  return {
    plug(isAlive) {
      const listeners = new Set<Listener>()
      plugs.add(listeners)
      const wake: Wake = {
        notify(id) {
          if (!isAlive()) return
          for (const others of plugs)
            for (const delayMs of faults.ofHint())
              world.after(delayMs, () => {
                if (plugs.has(others)) for (const listener of others) listener(id)
              })
        },
        subscribe(listener) {
          listeners.add(listener)
          return () => listeners.delete(listener)
        },
      }
      return { wake, unplug: () => plugs.delete(listeners) }
    },
  }
}
