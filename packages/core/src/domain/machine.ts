// The one function that decides. Pure and total: it reads no clock, makes no ids, does no I/O and never throws.
import { answer, recordAsk, refute } from './answering.ts'
import { statuses, statusAt, type Approval, type Status } from './approval.ts'
import type { Command } from './command.ts'
import { noteOf } from './audit.ts'
import { claim, comment, release } from './conferring.ts'
import { decide, repeatDecision } from './deciding.ts'
import type { Effect } from './effect.ts'
import { errorTable, refuse, type ErrorCode } from './errors.ts'
import { snapshotOf } from './hook.ts'
import { refused, unchanged, type Outcome } from './outcome.ts'
import { noSuchApproval } from './principal.ts'
import { makeApproval, repeatRequest } from './requesting.ts'
import { elapse, finish, start } from './running.ts'
import { cancel, revoke, withdraw } from './withdrawing.ts'

type CommandType = Command['type']
type CommandOf<T extends CommandType> = Extract<Command, { type: T }>

interface Rule<T extends CommandType> {
  /** For the reference table. */
  readonly says: string
  readonly apply: (approval: Approval, command: CommandOf<T>) => Outcome
}

type Cell<T extends CommandType> = Rule<T> | ErrorCode | 'unchanged'
type Row<T extends CommandType> = Readonly<Record<Status, Cell<T>>>

const run = <T extends CommandType>(says: string, apply: Rule<T>['apply']): Rule<T> => ({ says, apply })

const everywhere = <T extends CommandType>(cell: Cell<T>): Row<T> =>
  Object.fromEntries(statuses.map((status) => [status, cell])) as Row<T>

const repeat = run<'decide'>('the same decision again is unchanged, another is `already_decided`', repeatDecision)

const elapses = run<'elapse'>('turns if its time has come', elapse)

/** Every status × every command. A status is the effective one, as of the command's time; for `elapse` the stored one. */
const table: { readonly [T in CommandType]: Row<T> } = {
  request: everywhere(run('the same draft again is unchanged, another is `idempotency_mismatch`', repeatRequest)),
  decide: {
    ...everywhere<'decide'>(repeat),
    pending: run(
      'counts the vote, on the edited input where there is one: `approved` or `denied` at the threshold',
      decide,
    ),
    expired: 'expired',
    cancelled: 'cancelled',
  },
  cancel: {
    ...everywhere<'cancel'>('already_decided'),
    pending: run('`cancelled`', cancel),
    expired: 'expired',
    cancelled: 'unchanged',
  },
  revoke: {
    pending: 'not_approved',
    approved: run('`revoked`; its rule goes with it', revoke),
    denied: 'denied',
    expired: 'expired',
    cancelled: 'cancelled',
    revoked: 'unchanged',
    lapsed: 'lapsed',
    started: 'already_started',
    succeeded: 'already_started',
    failed: 'already_started',
    unknown: 'already_started',
  },
  withdraw: { ...everywhere<'withdraw'>('unchanged'), approved: run('`revoked`, `policy_changed`', withdraw) },
  claim: { ...everywhere<'claim'>('already_decided'), pending: run('says who is on it, for a while', claim) },
  release: { ...everywhere<'release'>('unchanged'), pending: run('takes one’s claim back', release) },
  comment: {
    ...everywhere<'comment'>('already_decided'),
    pending: run('keeps the comment', comment),
    approved: run('keeps the comment', comment),
    started: run('keeps the comment', comment),
  },
  start: {
    pending: 'not_approved',
    approved: run('`started`, with a ticket', start),
    denied: 'denied',
    expired: 'expired',
    cancelled: 'cancelled',
    revoked: 'revoked',
    lapsed: 'lapsed',
    started: 'already_started',
    succeeded: 'already_started',
    failed: 'already_started',
    unknown: 'already_started',
  },
  finish: {
    ...everywhere<'finish'>('not_started'),
    started: run('`succeeded`, `failed` or `unknown`', finish),
    succeeded: 'already_finished',
    failed: 'already_finished',
    unknown: 'already_finished',
  },
  elapse: { ...everywhere<'elapse'>('unchanged'), pending: elapses, approved: elapses, started: elapses },
  'record-ask': everywhere(run('keeps the remote id; settles the question if it is over', recordAsk)),
  answer: {
    ...everywhere<'answer'>('unchanged'),
    pending: run('keeps it, has it confirmed, or counts it as a vote', answer),
  },
  refute: { ...everywhere<'refute'>('unchanged'), pending: run('drops the answer', refute) },
}

/**
 * What `command` does to `approval` (undefined where there is none yet).
 *
 * ```ts
 * import { transition, type Approval } from '@holdpoint/core'
 *
 * export function cancelled(approval: Approval, at: number): Approval | undefined {
 *   const outcome = transition(approval, { type: 'cancel', key: 'k1', at, actor: approval.requester, via: 'code' })
 *   return outcome.type === 'moved' ? outcome.next : undefined
 * }
 * ```
 */
export function transition(approval: Approval | undefined, command: Command): Outcome {
  if (approval === undefined)
    return command.type === 'request' ? told(undefined, command, makeApproval(command)) : refused(noSuchApproval)
  if (approval.applied.some((applied) => applied.key === command.key)) return unchanged(approval)
  const status = command.type === 'elapse' ? approval.status : statusAt(approval, command.at)
  return told(approval, command, applyCell(table[command.type][status] as Cell<CommandType>, approval, command))
}

/** Whatever moves leaves a note for the audit log, in the same write, and tells whoever wants to know its status. */
function told(before: Approval | undefined, command: Command, outcome: Outcome): Outcome {
  if (outcome.type !== 'moved') return outcome
  const { next, effects } = outcome
  const idOf = (n: number) => `${next.id}:${next.version}:${effects.length + n}`
  const audit: Effect = { kind: 'audit', id: idOf(0), note: noteOf(before, next, command) }
  // Whoever asks hears the first status in the answer.
  const isNews = before !== undefined && before.status !== next.status && next.callbackUrl !== undefined
  const hooks: Effect[] = isNews ? [{ kind: 'hook', id: idOf(1), then: snapshotOf(next, command.at) }] : []
  return { ...outcome, effects: [...effects, audit, ...hooks] }
}

function applyCell(cell: Cell<CommandType>, approval: Approval, command: Command): Outcome {
  if (cell === 'unchanged') return unchanged(approval)
  if (typeof cell === 'string') return refused(refuse(cell, errorTable[cell].meaning))
  return cell.apply(approval, command)
}

/** The table as words, for the reference page: a row a command, a column a status. */
export function describeMachine(): Readonly<Record<CommandType, Readonly<Record<Status, string>>>> {
  const words = (row: Row<CommandType>) =>
    Object.fromEntries(
      statuses.map((status) => {
        const cell = row[status]
        return [status, typeof cell === 'string' ? cell : cell.says]
      }),
    )
  return Object.fromEntries(
    Object.entries(table).map(([type, row]) => [type, words(row as Row<CommandType>)]),
  ) as ReturnType<typeof describeMachine>
}
