// Writes records whose every revision can be told whole from torn, and says of each write when it was acknowledged.
// Meant for a child process that is killed, or whose disk fails, in the middle of it.
import type { Store, StoreRecord } from '@holdpoint/core/store'

export interface WriteAcknowledgedOptions {
  /** Goes into the ids: another for each run on the same store. */
  readonly name: string
  /** Called after the answer came. What it does must be done when it returns: then whoever was told, was told the truth. */
  readonly acknowledge: (id: string, rev: number) => void
  /** How many write at the same time; 8 if absent. */
  readonly writers?: number
  /** How many records each of them writes, with three writes a record; endless if absent. */
  readonly records?: number
}

export const numberedRecord = (id: string, rev: number, by: string): StoreRecord => ({
  collection: 'approvals',
  id,
  rev,
  schema: 1,
  dueAt: rev,
  sortKey: '1',
  facets: [`v${rev}`, 'default', 'tool.call', by],
  turn: null,
  body: JSON.stringify({ id, rev, by, pad: 'x'.repeat(rev * 300) }),
  outbox: [{ effect: { kind: 'execute', id: `${id}:${rev}` }, dueAt: rev, attempts: 0 }],
})

/** Each writer stops at its first write that rejects. Resolves to what rejected them. */
export async function writeAcknowledged(store: Store, options: WriteAcknowledgedOptions): Promise<readonly unknown[]> {
  const { name, acknowledge, writers = 8, records = Number.POSITIVE_INFINITY } = options
  const write = async (writer: number) => {
    for (let n = 0; n < records; n += 1) {
      const id = `${name}-${writer}-${n}`
      if ((await store.create(numberedRecord(id, 1, name))) === 'created') acknowledge(id, 1)
      for (const rev of [1, 2])
        if ((await store.commit(numberedRecord(id, rev + 1, name), rev)) === 'won') acknowledge(id, rev + 1)
    }
  }
  const ended = await Promise.allSettled(Array.from({ length: writers }, (_, writer) => write(writer)))
  return ended.flatMap((end): unknown[] => (end.status === 'rejected' ? [end.reason] : []))
}
