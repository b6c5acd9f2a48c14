// The one loop that changes an approval: load, decide, compare-and-set; whoever loses looks again.
import { liveClaim } from '../domain/conferring.ts'
import { statusAt, turnOf, type Approval } from '../domain/approval.ts'
import type { Command, CommandDraft } from '../domain/command.ts'
import type { Effect, OutboxEntry } from '../domain/effect.ts'
import { HoldpointError, refuse, type Refusal, type Result } from '../domain/errors.ts'
import { transition } from '../domain/machine.ts'
import { noSuchApproval } from '../domain/principal.ts'
import { approvalsCollection, fromRecord, toRecord } from '../parse/record.ts'
import type { Log, Store, Wake } from '../ports.ts'

/** A refusal, with the approval it is about where the caller may see it. */
export interface ApprovalRefusal extends Refusal {
  readonly approval?: Approval
}

export type ApprovalResult<T = Approval> = Result<T, ApprovalRefusal>

export interface CommitContext {
  readonly store: Store
  readonly wake: Wake
  readonly log: Log
}

export interface Change {
  readonly id: string
  /** The idempotency key of this command, kept over all attempts. */
  readonly key: string
  readonly actor: string
  /** The way in. */
  readonly via: string
  /** The command, or how to make it from what is stored. */
  readonly command?: CommandDraft | ((approval: Approval) => CommandDraft)
  /** Judged again in every attempt, on what is stored then. */
  readonly guard?: (approval: Approval) => Result<true>
  /** Changes the outbox in the same write; undefined gives the change up, because a lease was lost. */
  readonly outbox?: (entries: readonly OutboxEntry[]) => readonly OutboxEntry[] | undefined
}

/** Beyond this many lost races on one approval something is wrong; nothing has changed. */
const maxAttempts = 100

/** Applies a change. `moved` tells whether this call changed something. Throws HoldpointError when the store fails. */
export async function commitChange(
  context: CommitContext,
  change: Change,
): Promise<ApprovalResult<{ readonly approval: Approval; readonly moved: boolean }>> {
  const { store, wake, log } = context
  let failure: unknown
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    // The clock first: read after the record, it would call expired what somebody decided between the two.
    const at = await store.now()
    const record = await store.read(approvalsCollection, change.id)
    if (!record) return noSuchApproval
    const read = fromRecord(record)
    if (!read.ok) return read
    const approval = read.value
    const allowed = change.guard?.(approval)
    if (allowed && !allowed.ok) return allowed

    const draft = typeof change.command === 'function' ? change.command(approval) : change.command
    const step = takeStep(approval, draft && { ...draft, key: change.key, at, actor: change.actor, via: change.via })
    if (step.type === 'refused') return { ...step.refusal, approval: asOf(approval, at) }
    const entries = change.outbox ? change.outbox(record.outbox) : record.outbox
    if (entries === undefined) return refuse('contention', 'Another pump has taken this over.')
    if (step.type === 'unchanged' && !change.outbox)
      return { ok: true, value: { approval: asOf(approval, at), moved: false } }

    const outbox = [...keepOpen(entries, step.next), ...step.effects.map((effect) => toEntry(effect, at))]
    // Time must not run out between judging and writing: the store's clock has the last word, inside the write.
    const before = draft?.type === 'elapse' ? undefined : pendingTurn(approval, at)
    try {
      const verdict = await store.commit(toRecord(step.next, outbox, record.rev + 1), record.rev, before)
      if (verdict === 'won') {
        wake.notify(change.id)
        return { ok: true, value: { approval: asOf(step.next, at), moved: true } }
      }
    } catch (error) {
      // The outcome is unknown. Reading again tells: a command whose key is found applied was won.
      if (failure !== undefined) throw error
      failure = error
      log.warn('commit outcome unknown, reading again', { approval: change.id, error: String(error) })
    }
  }
  throw new HoldpointError('contention', `Approval ${change.id} had too many writers at once; nothing changed.`)
}

type Step =
  | { readonly type: 'moved' | 'unchanged'; readonly next: Approval; readonly effects: readonly Effect[] }
  | { readonly type: 'refused'; readonly refusal: Refusal }

function takeStep(approval: Approval, command: Command | undefined): Step {
  if (!command) return { type: 'unchanged', next: approval, effects: [] }
  const outcome = transition(approval, command)
  switch (outcome.type) {
    case 'moved':
      return outcome
    case 'unchanged':
      return { type: 'unchanged', next: approval, effects: [] }
    case 'refused':
      return outcome
  }
}

/** What no longer makes sense is dropped in the write that ends it: nobody is asked about what is decided or edited. */
function keepOpen(entries: readonly OutboxEntry[], next: Approval): readonly OutboxEntry[] {
  return entries.filter(({ effect, lease }) => {
    switch (effect.kind) {
      case 'ask':
        // On its way already: its acknowledgement brings the remote id that must then be settled.
        return lease !== undefined || (next.status === 'pending' && effect.digest === next.digest)
      case 'confirm':
        return next.status === 'pending'
      case 'execute':
        return next.status === 'approved'
      case 'settle':
      case 'rule':
      case 'unrule':
      case 'denial':
      case 'audit':
      case 'hook':
        return true
    }
  })
}

/** Audit notes wait a little: what follows soon is entered in the log with them, in one go. */
const auditDelayMs = 2_000

export const toEntry = (effect: Effect, at: number): OutboxEntry => ({
  effect,
  dueAt: effect.kind === 'audit' ? at + auditDelayMs : at,
  attempts: 0,
})

function pendingTurn(approval: Approval, at: number): number | undefined {
  const turn = turnOf(approval)
  return turn && at < turn.at ? turn.at : undefined
}

/** The approval as it stands at `at`: what is overdue shows as what it has become, swept or not. */
export function asOf(stored: Approval, at: number): Approval {
  const { claimed, ...rest } = stored
  const approval: Approval = claimed && !liveClaim(stored, at) ? rest : stored
  const status = statusAt(approval, at)
  if (status === approval.status) return approval
  const endedAt = turnOf(approval)?.at ?? at
  return { ...approval, status, endedAt, ...(status === 'unknown' && { outcome: status }) }
}
