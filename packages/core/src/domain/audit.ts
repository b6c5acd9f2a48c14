// What the audit log says of one change: who did what to which, by which way in. Never the content of an action.
import type { Digest } from './action.ts'
import type { Approval, Status } from './approval.ts'
import type { Command } from './command.ts'
import type { Verdict } from './vote.ts'

/** The chain for what belongs to no loop: keys, sign-ins. No loop can have this name. */
export const gatewayChain = '@gateway'

export interface AuditNote {
  /** In the past tense: `approval.decided`, `rule.revoked`, `key.created`. */
  readonly event: string
  /** The loop, or `gatewayChain`. */
  readonly loop: string
  /** Id of the approval, rule or key. */
  readonly about: string
  readonly actor: string
  /** The way in: `api`, `inbox`, a channel's name, `clock`, `gateway`. */
  readonly via: string
  /** Epoch ms, by the store's clock. */
  readonly at: number
  /** Of an approval: counts its changes from 1 on without a gap, so that a removed entry shows. */
  readonly version?: number
  /** Absent where it began with this. */
  readonly from?: Status
  readonly to?: Status
  readonly digest?: Digest
  /** What the policy said when it was asked for, and the rule that allowed it. */
  readonly line?: string
  readonly rule?: string
  readonly verdict?: Verdict
  /** Whom a channel named as having said that. */
  readonly reviewer?: string
}

const pastTense = {
  request: 'requested',
  decide: 'decided',
  revoke: 'revoked',
  withdraw: 'withdrawn',
  claim: 'claimed',
  release: 'released',
  comment: 'commented',
  cancel: 'cancelled',
  start: 'started',
  finish: 'finished',
  elapse: 'elapsed',
  'record-ask': 'asked',
  answer: 'answered',
  refute: 'refuted',
} as const satisfies Record<Command['type'], string>

/** The note of the change that `command` made. */
export function noteOf(before: Approval | undefined, next: Approval, command: Command): AuditNote {
  return {
    event: `approval.${pastTense[command.type]}`,
    loop: next.loop,
    about: next.id,
    actor: command.actor,
    via: command.via,
    at: command.at,
    version: next.version,
    ...(before && { from: before.status }),
    to: next.status,
    digest: next.digest,
    line: next.policy.line,
    ...(next.policy.rule !== undefined && { rule: next.policy.rule }),
    ...saidBy(command),
  }
}

function saidBy(command: Command): Pick<AuditNote, 'verdict' | 'reviewer'> {
  if (command.type === 'decide') return { verdict: command.verdict }
  if (command.type !== 'answer') return {}
  const { verdict, reviewer } = command.answer
  return { ...(verdict !== undefined && { verdict }), ...(reviewer !== undefined && { reviewer }) }
}
