// Wake hints within one process.
import type { Wake } from '../ports.ts'

export function createLocalWake(): Wake {
  const listeners = new Set<(id: string) => void>()
  return {
    notify(id) {
      for (const listener of listeners) listener(id)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
