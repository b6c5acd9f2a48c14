// What a decision leads to. Effects are committed in the same write as the decision; the pump carries them out.
import type { Digest } from './action.ts'
import type { Answer, Approval } from './approval.ts'
import type { AuditNote } from './audit.ts'

interface EffectBase {
  /** `approvalId:version:n`: a redelivery always has the same id. */
  readonly id: string
}

/** Put the question to a channel. */
export interface AskEffect extends EffectBase {
  readonly kind: 'ask'
  readonly channel: string
  readonly digest: Digest
}

/** Tell a channel that a question of ours is over. */
export interface SettleEffect extends EffectBase {
  readonly kind: 'settle'
  readonly channel: string
  readonly remoteId: string
}

/** Read an answer back from its channel before it counts. */
export interface ConfirmEffect extends EffectBase {
  readonly kind: 'confirm'
  readonly channel: string
  readonly answer: Answer
}

/** Run the action as the gateway. Never leased: the pump commits `start`, then does it, then commits `finish`. */
export interface ExecuteEffect extends EffectBase {
  readonly kind: 'execute'
}

/** The terms of a rule, as the reviewers' votes granted it. Times are epoch ms. */
export interface GrantedRule {
  readonly createdBy: string
  readonly createdAt: number
  readonly expiresAt: number
  readonly maxUses?: number
}

/** Leave a rule behind that allows the same again. */
export interface RuleEffect extends EffectBase {
  readonly kind: 'rule'
  readonly rule: GrantedRule
}

/** Take back the rule that this approval left behind, written or not. */
export interface UnruleEffect extends EffectBase {
  readonly kind: 'unrule'
  readonly rule: GrantedRule
  readonly by: string
}

/** Remember a human denial, so that the same question isn't asked again and again. */
export interface DenialEffect extends EffectBase {
  readonly kind: 'denial'
  /** Epoch ms. */
  readonly until: number
}

/** Enter this change in the audit log. Taken from the outbox once it is in the chain. */
export interface AuditEffect extends EffectBase {
  readonly kind: 'audit'
  readonly note: AuditNote
}

/** What of an approval may change after the change of status that a hook tells. `at` is that change's time, epoch ms. */
export interface HookSnapshot extends Pick<
  Approval,
  'status' | 'version' | 'reason' | 'withdrawn' | 'startedAt' | 'endedAt' | 'outcome'
> {
  readonly at: number
}

/** Tell the approval's `callbackUrl` of a change of status. */
export interface HookEffect extends EffectBase {
  readonly kind: 'hook'
  readonly then: HookSnapshot
}

/** Carried out by a channel, under a lease. */
export type ChannelEffect = AskEffect | SettleEffect | ConfirmEffect

/** Kept in the store itself, under ids that make a repetition harmless. */
export type InternalEffect = RuleEffect | UnruleEffect | DenialEffect

export type Effect = ChannelEffect | InternalEffect | ExecuteEffect | AuditEffect | HookEffect

/** A record whose outbox holds another kind was written by a newer version, and is held. */
const effectKinds = {
  ask: true,
  settle: true,
  confirm: true,
  execute: true,
  rule: true,
  unrule: true,
  denial: true,
  audit: true,
  hook: true,
} as const satisfies Record<Effect['kind'], true>

export const isEffectKind = (kind: string): boolean => Object.hasOwn(effectKinds, kind)

type WithoutId<E> = E extends Effect ? Omit<E, 'id'> : never
/** An effect before the commit has numbered it. */
export type EffectDraft = WithoutId<Effect>

/** An effect in a record's outbox, with its delivery state. */
export interface OutboxEntry {
  readonly effect: Effect
  /** Not before this time: the first attempt, a retry, or the end of a dead pump's lease. */
  readonly dueAt: number
  readonly attempts: number
  /** The attempt that holds the lease; an acknowledgement must name it. */
  readonly lease?: string
}
