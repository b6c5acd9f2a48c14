// Where each chain ends, as this process last saw it. A block counts as the end only when its notes are gone from the
// outboxes: else the next one could hold them a second time.
import { emptyHead, type AuditHead } from '../domain/audit-chain.ts'
import { headAfter, type AuditBlock } from '../parse/audit-record.ts'
import type { Store, StoreRecord } from '../ports.ts'
import { readBlocks } from './audit-blocks.ts'
import { settleSource } from './audit-notes.ts'

export interface ChainEnds {
  /** Settles the last block where that isn't known to be done. Throws `unreadable_record`. */
  find(loop: string): Promise<AuditHead>
  /** Takes the block's notes from its sources, and remembers it as the end. */
  settle(loop: string, block: AuditBlock, seen?: readonly StoreRecord[]): Promise<void>
  /** The end is looked up again. */
  forget(loop: string): void
}

export function createChainEnds(store: Store): ChainEnds {
  const ends = new Map<string, AuditHead>()

  const settle: ChainEnds['settle'] = async (loop, block, seen = []) => {
    const entered = new Set(block.entries.map(({ id }) => id))
    await Promise.all(
      block.sources.map((source) => {
        const record = seen.find(({ collection, id }) => collection === source.collection && id === source.id)
        return settleSource(store, source, entered, record)
      }),
    )
    ends.set(loop, headAfter(loop, block))
  }

  return {
    settle,
    forget: (loop) => void ends.delete(loop),
    async find(loop) {
      const known = ends.get(loop)
      if (known) return known
      const last = await lastBlock(store, loop)
      if (last) await settle(loop, last)
      else ends.set(loop, emptyHead(loop))
      return ends.get(loop) ?? emptyHead(loop)
    },
  }
}

async function lastBlock(store: Store, loop: string): Promise<AuditBlock | undefined> {
  for await (const block of readBlocks(store, loop, { direction: 'descending' })) return block
  return undefined
}
