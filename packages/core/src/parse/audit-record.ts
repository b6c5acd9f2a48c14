// Stored text ↔ a block of the audit chain. A block is a few entries in a row, written once and never changed; its id
// is its place, so that of two nodes that write at the same place one finds it taken.
import { canonicalJson } from '../domain/action.ts'
import { emptyHead, headOf, type AuditEntry, type AuditHead } from '../domain/audit-chain.ts'
import { refuse, type Result } from '../domain/errors.ts'
import type { Json } from '../domain/json.ts'
import type { StoreRecord } from '../ports.ts'

export const auditCollection = 'audit'
const schema = 1

/** The record whose outbox an entry came from. */
export interface AuditSource {
  readonly collection: string
  readonly id: string
}

export interface AuditBlock {
  /** One or more, in the order of the chain. */
  readonly entries: readonly AuditEntry[]
  /** Where their notes are taken from the outbox once the block is written. */
  readonly sources: readonly AuditSource[]
}

const texts = ['prev', 'id', 'hash', 'event', 'loop', 'about', 'actor', 'via'] as const

/** Judged by form only: whether anything in it was changed is for its hash to say. A million are read in one go. */
export function isAuditEntry(value: unknown): value is AuditEntry {
  if (typeof value !== 'object' || value === null) return false
  const fields = value as Readonly<Record<string, unknown>>
  return texts.every((name) => typeof fields[name] === 'string') && isCount(fields['seq']) && isTime(fields['at'])
}

/** An entry as the API and an exported log have it, with `at` in ISO 8601; undefined for anything else. */
export function fromAuditWire(value: unknown): AuditEntry | undefined {
  if (typeof value !== 'object' || value === null || !('at' in value) || typeof value.at !== 'string') return undefined
  const entry = { ...value, at: Date.parse(value.at) }
  return isAuditEntry(entry) && new Date(entry.at).toISOString() === value.at ? entry : undefined
}

export const toAuditWire = (entry: AuditEntry): { readonly [key: string]: Json } => ({
  ...entry,
  at: new Date(entry.at).toISOString(),
})

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 1
const isTime = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0

/** Entry 1 is in the block `default:000000000000001`. */
export const blockId = (loop: string, firstSeq: number): string => `${loop}:${sortKeyOf(firstSeq)}`

export const sortKeyOf = (seq: number): string => seq.toString().padStart(15, '0')

/** Facets: `block`, loop. */
export function toBlockRecord(head: AuditHead, block: AuditBlock): StoreRecord {
  const seq = head.seq + 1
  return {
    collection: auditCollection,
    id: blockId(head.loop, seq),
    rev: 1,
    schema,
    dueAt: null,
    sortKey: sortKeyOf(seq),
    facets: ['block', head.loop, '', ''],
    turn: null,
    body: canonicalJson(block as AuditBlock & Json),
    outbox: [],
  }
}

/** The head that a block leaves the chain with. */
export function headAfter(loop: string, { entries }: AuditBlock): AuditHead {
  const last = entries.at(-1)
  return last ? headOf(last) : emptyHead(loop)
}

/** Refuses with `unreadable_record` what this version doesn't fully understand: nothing is appended after it. */
export function fromBlockRecord(stored: StoreRecord): Result<AuditBlock> {
  const unreadable = (why: string) =>
    refuse('unreadable_record', `The stored audit block ${stored.id} can’t be read: ${why}.`)
  if (stored.schema !== schema) return unreadable(`its form is ${stored.schema}, and this version knows ${schema}`)
  const block = parseBlock(stored.body)
  return block ? { ok: true, value: block } : unreadable('it is not a block of entries')
}

function parseBlock(body: string): AuditBlock | undefined {
  let block: unknown
  try {
    block = JSON.parse(body)
  } catch {
    return undefined
  }
  if (typeof block !== 'object' || block === null || !('entries' in block) || !('sources' in block)) return undefined
  const { entries, sources } = block
  if (!Array.isArray(entries) || !Array.isArray(sources) || entries.length === 0) return undefined
  return entries.every(isAuditEntry) && sources.every(isSource) ? { entries, sources } : undefined
}

function isSource(value: unknown): value is AuditSource {
  return typeof value === 'object' && value !== null && 'collection' in value && 'id' in value
}
