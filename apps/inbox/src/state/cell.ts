// A value that can be watched: all state that more than one part of the page looks at is in such cells.
import { useEffect, useState } from 'preact/hooks'

export interface Cell<T> {
  get(): T
  set(next: T): void
  /** Returns how to stop. */
  watch(listener: () => void): () => void
}

export function createCell<T>(initial: T): Cell<T> {
  let value = initial
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return
      value = next
      for (const listener of listeners) listener()
    },
    watch(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** The cell's value; the component is drawn again when it changes. */
export function useCell<T>(cell: Cell<T>): T {
  const [, redraw] = useState(0)
  useEffect(() => cell.watch(() => redraw((n) => n + 1)), [cell])
  return cell.get()
}
