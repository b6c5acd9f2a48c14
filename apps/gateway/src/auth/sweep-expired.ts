// Clears away what has expired. Sign-ins and links call it as they are made, so neither collection grows for ever.
import type { Store } from '@holdpoint/core'

const atOnce = 100

/** Removes up to 100 records of the collection that are due. */
export async function sweepExpired(store: Store, collection: string): Promise<void> {
  for (const id of await store.due(collection, await store.now(), atOnce)) {
    const record = await store.read(collection, id)
    if (record !== undefined) await store.remove(collection, id, record.rev)
  }
}
