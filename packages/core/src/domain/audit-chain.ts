// How audit notes become a chain: each entry names the one before by its hash, so that none can be changed, left out,
// moved or put in between without showing.
import { canonicalJson, sha256Of, type Digest } from './action.ts'
import type { AuditNote } from './audit.ts'

export interface AuditEntry extends AuditNote {
  /** 1 is the first of its chain. */
  readonly seq: number
  /** The hash of the entry before; of the first, zeros. */
  readonly prev: Digest
  /** Id of the effect that brought it: `approvalId:version:n`. */
  readonly id: string
  readonly hash: Digest
}

/** The end of a chain. Kept elsewhere, it shows later whether the log was cut or written anew up to here. */
export interface AuditHead {
  readonly loop: string
  /** 0 where there is no entry yet. */
  readonly seq: number
  readonly hash: Digest
}

const beforeFirst: Digest = `sha256:${'0'.repeat(64)}`

export const emptyHead = (loop: string): AuditHead => ({ loop, seq: 0, hash: beforeFirst })

export const headOf = ({ loop, seq, hash }: AuditEntry): AuditHead => ({ loop, seq, hash })

/** SHA-256 of the canonical JSON of `{v: 1, …}` with every field of the entry but its hash, `at` in ISO 8601. */
export function hashOfEntry(entry: Omit<AuditEntry, 'hash'>): Digest {
  return sha256Of(canonicalJson({ v: 1, ...entry, at: new Date(entry.at).toISOString() }))
}

/** The entry that follows `head`. */
export function nextEntry(head: AuditHead, id: string, note: AuditNote): AuditEntry {
  const entry = { ...note, seq: head.seq + 1, prev: head.hash, id }
  return { ...entry, hash: hashOfEntry(entry) }
}
