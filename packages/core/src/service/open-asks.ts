// The questions that are open somewhere outside, for whoever looks there by itself. It decides nothing.
import { statusAt } from '../domain/approval.ts'
import type { Verdict } from '../domain/vote.ts'
import { approvalsCollection, fromRecord } from '../parse/record.ts'
import type { Cursor, Store } from '../ports.ts'

export interface OpenAsk {
  readonly approval: string
  readonly channel: string
  readonly remoteId: string
  readonly remoteLoop?: string
  readonly verdicts: readonly Verdict[]
  /** Epoch ms. */
  readonly askedAt: number
}

/** Those of pending approvals whose answer is neither counted nor on its way to be. */
export async function listOpenAsks(store: Store): Promise<readonly OpenAsk[]> {
  const open: OpenAsk[] = []
  const now = await store.now()
  let after: Cursor | undefined
  do {
    const page = await store.list(approvalsCollection, {
      facets: ['pending', undefined, undefined, undefined],
      limit: 100,
      direction: 'descending',
      now,
      ...(after && { after }),
    })
    for (const record of page.items) {
      const read = fromRecord(record)
      if (!read.ok || statusAt(read.value, now) !== 'pending') continue
      const { id, digest, asks, answers } = read.value
      for (const { channel, remoteId, remoteLoop, verdicts, at, counted, digest: asked } of asks) {
        const isHeard = answers.some((kept) => kept.answer.remoteId === remoteId && kept.state !== 'refuted')
        if (counted || isHeard || asked !== digest) continue
        const where = remoteLoop === undefined ? {} : { remoteLoop }
        open.push({ approval: id, channel, remoteId, ...where, verdicts, askedAt: at })
      }
    }
    after = page.next
  } while (after)
  return open
}
