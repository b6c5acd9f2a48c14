// How one process reaches the shared store: each call travels, may fail before or after it took effect, and never comes
// back to a process that died.
import { HoldpointError, type Store } from '@holdpoint/core/store'
import type { Faults } from './faults.ts'
import type { SharedStore } from './shared-store.ts'
import type { World } from './world.ts'

export function linkStore(world: World, shared: SharedStore, faults: Faults, isAlive: () => boolean): Store {
  const reach = <T>(isWrite: boolean, apply: () => T): Promise<T> =>
    new Promise((resolve, reject) => {
      const fault = faults.ofStoreCall(isWrite)
      const answer = (task: () => void) => world.after(faults.travelMs(), () => isAlive() && task())
      const fail = () => answer(() => reject(new HoldpointError('unavailable', 'The connection to the store broke.')))
      // What a process has sent before it died may still arrive.
      if (!isAlive()) return
      world.after(fault === 'slow' ? faults.slowMs() : faults.travelMs(), () => {
        if (faults.isStoreDown() || fault === 'refused') return void fail()
        if (fault === 'landing late') {
          world.after(faults.slowMs(), apply)
          return void fail()
        }
        try {
          const value = apply()
          if (fault === 'answer lost') fail()
          else answer(() => resolve(value))
        } catch (error) {
          answer(() => reject(error))
        }
      })
    })

  return {
    create: (record, cap) => reach(true, () => shared.create(record, cap)),
    read: (collection, id) => reach(false, () => shared.read(collection, id)),
    commit: (next, expectedRev, before) => reach(true, () => shared.commit(next, expectedRev, before)),
    list: (collection, query) => reach(false, () => shared.list(collection, query)),
    remove: (collection, id, expectedRev) => reach(true, () => shared.remove(collection, id, expectedRev)),
    due: (collection, now, limit) => reach(false, () => shared.due(collection, now, limit)),
    collections: () => reach(false, () => shared.collections()),
    now: () => reach(false, () => world.now()),
    close: async () => {},
  }
}
