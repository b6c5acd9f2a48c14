// What the audit log says of a rule: who made or revoked it.
import type { AuditNote } from '../domain/audit.ts'
import type { Rule } from '../domain/rule.ts'
import type { StoreRecord } from '../ports.ts'
import { withNote } from './audit-notes.ts'

export interface RuleNote extends Pick<AuditNote, 'actor' | 'via'> {
  readonly event: 'rule.created' | 'rule.revoked'
}

/** The rule's record with the note in its outbox; `at` is the store's clock, epoch ms. */
export function noted(record: StoreRecord, { id, loop }: Rule, at: number, note: RuleNote): StoreRecord {
  return withNote(record, { ...note, loop, about: id, at, rule: id })
}
