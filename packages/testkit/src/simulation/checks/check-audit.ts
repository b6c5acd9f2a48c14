// I35: every change has its note in the same write, every note reaches its chain exactly once, and chains only grow.
import { canonicalJson, sha256Of, type Approval } from '@holdpoint/core'
import type { StoreRecord } from '@holdpoint/core/store'
import type { Write } from '../world/shared-store.ts'
import type { Report } from './check-write.ts'

interface Entry {
  readonly seq: number
  readonly prev: string
  readonly id: string
  readonly hash: string
  readonly at: number
}

export interface AuditCheck {
  onWrite(write: Write, report: Report): void
  /** Records that hold notes which are in no chain yet. */
  waiting(): ReadonlySet<string>
}

export function createAuditCheck(): AuditCheck {
  const entered = new Set<string>()
  const ends = new Map<string, { readonly seq: number; readonly hash: string }>()
  const waiting = new Set<string>()

  const checkBlock = ({ before, after }: Write, report: Report) => {
    if (before || !after) return report('I35', 'a block of the audit chain was changed or removed')
    const [, loop] = after.facets
    for (const entry of (JSON.parse(after.body) as { readonly entries: readonly Entry[] }).entries) {
      const { hash, ...content } = entry
      const end = ends.get(loop) ?? { seq: 0, hash: `sha256:${'0'.repeat(64)}` }
      const hashed = canonicalJson({ v: 1, ...content, at: new Date(entry.at).toISOString() })
      if (entry.seq !== end.seq + 1 || entry.prev !== end.hash || hash !== sha256Of(hashed))
        report('I35', `entry ${entry.seq} does not follow ${end.seq} in the audit chain`)
      if (entered.has(entry.id)) report('I35', `the note ${entry.id} is in the audit chain twice`)
      entered.add(entry.id)
      ends.set(loop, { seq: entry.seq, hash })
    }
  }

  const checkNotes = ({ before, after }: Write, report: Report) => {
    const kept = new Set(notesOf(after).map(({ id }) => id))
    for (const { id } of notesOf(before))
      if (!kept.has(id) && !entered.has(id)) report('I35', `the note ${id} was dropped before it was in the chain`)
    const key = `${(after ?? before)?.collection}/${(after ?? before)?.id}`
    if (kept.size > 0) waiting.add(key)
    else waiting.delete(key)
  }

  return {
    waiting: () => waiting,
    onWrite(write, report) {
      const collection = (write.after ?? write.before)?.collection
      if (collection === 'audit') return checkBlock(write, report)
      checkNotes(write, report)
      if (collection === 'approvals') checkApproval(write, report)
      if (collection === 'rules') checkRule(write, report)
    },
  }
}

function checkApproval({ before, after }: Write, report: Report): void {
  if (!after) return
  const was = before && (JSON.parse(before.body) as Approval)
  const is = JSON.parse(after.body) as Approval
  if (was?.version === is.version) return
  const note = notesOf(after).find(({ note }) => note.version === is.version)?.note
  if (!note) return report('I35', `change ${is.version} has no audit note`)
  const tells = note.from === was?.status && note.to === is.status && note.digest === is.digest && note.about === is.id
  if (!tells || note.actor === '' || note.via === '')
    report('I35', `the audit note of change ${is.version} tells another change`)
}

function checkRule({ before, after }: Write, report: Report): void {
  if (!after) return
  const isRevoked = (record: StoreRecord | undefined) => record?.facets[0] === 'revoked'
  const event = isRevoked(after) && !isRevoked(before) ? 'rule.revoked' : before ? undefined : 'rule.created'
  if (event !== undefined && !notesOf(after).some(({ note }) => note.event === event))
    report('I35', `${event} has no audit note`)
}

const notesOf = (record: StoreRecord | undefined) =>
  (record?.outbox ?? []).flatMap(({ effect }) => (effect.kind === 'audit' ? [effect] : []))
