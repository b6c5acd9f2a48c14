// Brings notes from the outboxes into the chains. One chain has one writer at a time in this process; over many nodes
// the place of a block decides: whoever finds it taken looks again.
import { nextEntry, type AuditEntry, type AuditHead } from '../domain/audit-chain.ts'
import { gatewayChain, type AuditNote } from '../domain/audit.ts'
import { HoldpointError } from '../domain/errors.ts'
import { toBlockRecord, type AuditSource } from '../parse/audit-record.ts'
import type { Ids, Log, Store, StoreRecord } from '../ports.ts'
import { notesCollection, noteRecord, settleSource } from './audit-notes.ts'
import { createChainEnds } from './chain-ends.ts'

export interface AuditorOptions {
  readonly store: Store
  readonly ids: Ids
  readonly log: Log
  /** Collections beside the approvals whose records may hold notes; the notes' own is always looked at. */
  readonly collections?: readonly string[]
}

export interface Auditor {
  /**
   * Resolves once all that the record holds for this chain is in it and taken from its outbox. Rejects where the store
   * fails or the chain can't be read: the notes stay where they are.
   */
  enter(source: AuditSource, loop: string): Promise<void>
  /** The same, without waiting: what fails is left for `look`. */
  enterSoon(source: AuditSource, loop: string): void
  /** Keeps a note that belongs to no other write, and enters it; durable once resolved, in the chain or left for `look`. */
  write(note: Omit<AuditNote, 'at' | 'loop'> & { readonly loop?: string }): Promise<void>
  /** Enters what a process left behind in records that no pump works on. */
  look(): Promise<void>
}

/** Sources that share one block, at most. */
const maxSources = 100
/** Lost races on one chain, beyond which something is wrong. */
const maxAttempts = 100

interface Waiting {
  readonly source: AuditSource
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

export function createAuditor({ store, ids, log, collections = [] }: AuditorOptions): Auditor {
  const ends = createChainEnds(store)
  const waiting = new Map<string, Waiting[]>()
  const looked = [...new Set([...collections, notesCollection])]

  const run = async (loop: string, queue: Waiting[]) => {
    while (queue.length > 0) {
      const turn = queue.splice(0, maxSources)
      try {
        await append(loop, distinct(turn))
        for (const { resolve } of turn) resolve()
      } catch (error) {
        ends.forget(loop)
        for (const { reject } of turn) reject(error)
      }
    }
    waiting.delete(loop)
  }

  const append = async (loop: string, sources: readonly AuditSource[]) => {
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      // The end of the chain first, with all that it holds taken from the outboxes: then whatever is still found in one
      // is in no block yet, and stays so unless somebody else takes the place.
      const head = await ends.find(loop)
      const records = await Promise.all(sources.map(({ collection, id }) => store.read(collection, id)))
      const found = records.filter((record) => record !== undefined).filter((record) => hasNotes(record, loop))
      if (found.length === 0) return
      const block = {
        entries: chain(head, loop, found),
        sources: found.map(({ collection, id }) => ({ collection, id })),
      }
      if ((await store.create(toBlockRecord(head, block))) === 'created') return ends.settle(loop, block, found)
      ends.forget(loop)
    }
    throw new HoldpointError('contention', `The audit chain ${loop} had too many writers at once.`)
  }

  const enter: Auditor['enter'] = (source, loop) =>
    new Promise((resolve, reject) => {
      const queue = waiting.get(loop)
      if (queue) return void queue.push({ source, resolve, reject })
      const started = [{ source, resolve, reject }]
      waiting.set(loop, started)
      void run(loop, started)
    })

  const leave = (id: string, error: unknown) => log.warn('audit notes are left for later', { id, error: String(error) })

  const enterSoon: Auditor['enterSoon'] = ({ collection, id }, loop) =>
    void enter({ collection, id }, loop).catch((error: unknown) => leave(id, error))

  const enterAll = async (record: StoreRecord) => {
    const { collection, id } = record
    const loops = new Set(record.outbox.flatMap(({ effect }) => (effect.kind === 'audit' ? [effect.note.loop] : [])))
    for (const loop of loops) await enter({ collection, id }, loop)
    if (loops.size === 0) await settleSource(store, { collection, id }, new Set())
  }

  return {
    enter,
    async write({ loop = gatewayChain, ...note }) {
      const record = noteRecord(ids.random(), { ...note, loop, at: await store.now() })
      await store.create(record)
      // Waited for, so that whoever ends with the note written may close the store.
      await enter(record, loop).catch((error: unknown) => leave(record.id, error))
    },
    enterSoon,
    async look() {
      for (const collection of looked)
        for (const id of await store.due(collection, await store.now(), maxSources)) {
          const record = await store.read(collection, id)
          if (record) await enterAll(record).catch((error: unknown) => leave(id, error))
        }
    },
  }
}

/** Two may wait for the same record: its notes are entered once. */
const distinct = (turn: readonly Waiting[]): readonly AuditSource[] => [
  ...new Map(turn.map(({ source }) => [`${source.collection}/${source.id}`, source])).values(),
]

const hasNotes = ({ outbox }: StoreRecord, loop: string): boolean =>
  outbox.some(({ effect }) => effect.kind === 'audit' && effect.note.loop === loop)

function chain(head: AuditHead, loop: string, records: readonly StoreRecord[]): readonly AuditEntry[] {
  const entries: AuditEntry[] = []
  let end = head
  for (const { outbox } of records)
    for (const { effect } of outbox) {
      if (effect.kind !== 'audit' || effect.note.loop !== loop) continue
      const entry = nextEntry(end, effect.id, effect.note)
      entries.push(entry)
      end = { loop, seq: entry.seq, hash: entry.hash }
    }
  return entries
}
