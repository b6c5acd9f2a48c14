// Whatever a store fails with, those above hear one thing: it can't be reached, and nothing has run.
import { HoldpointError } from '../domain/errors.ts'
import type { Store } from '../ports.ts'

/** `store`, whose failures are all HoldpointErrors: `unavailable` where the store didn't say which. */
export function failClosed(store: Store): Store {
  return {
    create: (record, cap) => closed(() => store.create(record, cap)),
    read: (collection, id) => closed(() => store.read(collection, id)),
    commit: (next, expectedRev, before) => closed(() => store.commit(next, expectedRev, before)),
    list: (collection, query) => closed(() => store.list(collection, query)),
    remove: (collection, id, expectedRev) => closed(() => store.remove(collection, id, expectedRev)),
    due: (collection, now, limit) => closed(() => store.due(collection, now, limit)),
    collections: () => closed(() => store.collections()),
    now: () => closed(() => store.now()),
    close: () => closed(() => store.close()),
  }
}

async function closed<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (cause) {
    if (cause instanceof HoldpointError) throw cause
    throw new HoldpointError('unavailable', 'The store failed.', { cause })
  }
}
