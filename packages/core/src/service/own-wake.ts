// Tells this node's hints from those of others. Every node has a pump: if each of them went after each hint of each, all
// would want the same record at the same moment, and all but one in vain.
import type { Wake } from '../ports.ts'
import { createLocalWake } from './local-wake.ts'

export interface OwnWake {
  /** For the pump: hears what was committed here. What another node leaves undone is found by the next look. */
  readonly own: Wake
  /** For whoever waits: hears every node. */
  readonly all: Wake
}

export function createOwnWake(wake: Wake): OwnWake {
  const here = createLocalWake()
  const notify = (id: string) => {
    here.notify(id)
    wake.notify(id)
  }
  return {
    all: { notify, subscribe: (listener, missed) => wake.subscribe(listener, missed) },
    own: {
      notify,
      subscribe(listener, missed) {
        const endHere = here.subscribe(listener)
        const endMissed = wake.subscribe(() => {}, missed)
        return () => {
          endHere()
          endMissed()
        }
      },
    },
  }
}
