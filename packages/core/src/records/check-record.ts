// Refuses what a store can't hold byte for byte: what is written must come back as it was, or not be written.
import { HoldpointError } from '../domain/errors.ts'
import type { StoreRecord } from '../ports.ts'

// NUL ends text on some databases; a lone surrogate has no UTF-8 form and would be replaced by U+FFFD.
const unstorable = /\0|\p{Surrogate}/u

/** Throws `invalid_request` that names the field. `expectedRev` is 0 for a create. */
export function checkRecord(record: StoreRecord, expectedRev: number): void {
  const { collection, id, sortKey, facets, turn, body, rev, dueAt } = record
  if (rev !== expectedRev + 1) refuse('rev', `must be ${expectedRev + 1} in this write, not ${rev}`)
  checkText('collection', collection)
  checkText('id', id)
  checkText('sortKey', sortKey)
  for (const [n, facet] of facets.entries()) checkText(`facets[${n}]`, facet)
  checkText('body', body)
  if (dueAt !== null) checkTime('dueAt', dueAt)
  if (turn === null) return
  checkTime('turn.at', turn.at)
  checkText('turn.to', turn.to)
}

/** Throws `invalid_request` unless it is a whole number in 1…`max`. */
export function checkLimit(limit: number, max: number): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > max)
    refuse('limit', `must be a whole number from 1 to ${max}, not ${limit}`)
}

function checkText(field: string, text: string): void {
  if (unstorable.test(text)) refuse(field, 'holds a NUL or a lone surrogate, which can’t be kept exactly; remove it')
}

function checkTime(field: string, at: number): void {
  if (!Number.isSafeInteger(at)) refuse(field, `must be whole epoch milliseconds, not ${at}`)
}

function refuse(field: string, why: string): never {
  throw new HoldpointError('invalid_request', `store record: ${field} ${why}.`)
}
