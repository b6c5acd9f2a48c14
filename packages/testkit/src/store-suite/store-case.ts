// What one case of the suite is given.
import type { Store } from '@holdpoint/core/store'

/** A fresh, empty store. */
export interface OpenedStore {
  readonly store: Store
  /** Opens the same data again; called once `store` is closed. A store that forgets on closing has to say so. */
  readonly reopen: (() => Promise<Store>) | 'not-durable'
  /** Called after every store of this case is closed: removes files, drops tables. */
  cleanup(): Promise<void>
}

/** Registers one case: opens a fresh store for it, and closes and cleans up however it ends. */
export type StoreCase = (name: string, run: (opened: OpenedStore) => Promise<void>) => void
