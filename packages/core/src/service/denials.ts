// Remembers human denials, so that the same question isn't put again and again, and counts them per requester.
import { canonicalJson, sha256Of, type Digest } from '../domain/action.ts'
import type { Approval } from '../domain/approval.ts'
import { HoldpointError } from '../domain/errors.ts'
import type { Store, StoreRecord } from '../ports.ts'

export interface Asked {
  readonly loop: string
  readonly requester: string
  readonly requestDigest: Digest
}

export interface Denials {
  /** Until `until` (epoch ms) the same action of the same requester is answered by this approval. */
  remember(approval: Approval, until: number): Promise<void>
  /** The id of the approval that answers. */
  find(asked: Asked): Promise<string | undefined>
  /** Whether this requester has `max` or more live denials in this loop. */
  hasTooMany(loop: string, requester: string, max: number): Promise<boolean>
}

export const denialsCollection = 'denials'
const collection = denialsCollection
const maxAttempts = 20

export function createDenials(store: Store): Denials {
  return {
    async remember(approval, until) {
      for (let attempt = 0; attempt < maxAttempts; attempt++) {
        const next = recordOf(approval, until)
        if ((await store.create(next)) === 'created') return
        const stored = await store.read(collection, next.id)
        // A later denial of the same action is already there.
        if (stored && (stored.turn?.at ?? 0) >= until) return
        if (stored && (await store.commit({ ...next, rev: stored.rev + 1 }, stored.rev)) === 'won') return
      }
      throw new HoldpointError('contention', 'A denial could not be remembered; the pump tries again.')
    },

    async find(asked) {
      const record = await store.read(collection, idOf(asked))
      if (!record?.turn || (await store.now()) >= record.turn.at) return undefined
      return record.facets[3]
    },

    async hasTooMany(loop, requester, max) {
      const page = await store.list(collection, {
        facets: ['live', loop, requester, undefined],
        limit: Math.min(100, max),
        direction: 'descending',
        now: await store.now(),
      })
      return page.items.length >= Math.min(100, max)
    },
  }
}

function recordOf(approval: Approval, until: number): StoreRecord {
  const { loop, requester, id } = approval
  return {
    collection,
    id: idOf(approval),
    rev: 1,
    schema: 1,
    dueAt: null,
    sortKey: until.toString().padStart(15, '0'),
    facets: ['live', loop, requester, id],
    turn: { at: until, to: 'over' },
    body: canonicalJson({ approval: id, until }),
    outbox: [],
  }
}

/** Whether it is what `remember` would have written. */
export function isDenialRecord({ id, schema, body, facets, turn, sortKey, dueAt }: StoreRecord): boolean {
  if (turn === null || schema !== 1 || dueAt !== null || !/^sha256:[0-9a-f]{64}$/.test(id)) return false
  return (
    facets[0] === 'live' &&
    turn.to === 'over' &&
    sortKey === turn.at.toString().padStart(15, '0') &&
    body === canonicalJson({ approval: facets[3], until: turn.at })
  )
}

const idOf = ({ loop, requester, requestDigest }: Asked): string =>
  sha256Of(canonicalJson([loop, requester, requestDigest]))
