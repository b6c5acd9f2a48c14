// Every way in becomes one of these. A command carries its own time, actor and key, so `transition` can stay pure.
import type { Action, Digest } from './action.ts'
import type { Answer, Claim, Executor, PolicyAnswer, RunOutcome } from './approval.ts'
import type { RuleTerms } from './vote.ts'
import type { Json } from './json.ts'
import type { Thresholds } from './thresholds.ts'
import type { Verdict } from './vote.ts'

interface CommandBase {
  /** Idempotency: the same key applied twice changes nothing the second time. */
  readonly key: string
  /** Epoch ms, by the store's clock. */
  readonly at: number
  /** The stable id of the principal that acts. */
  readonly actor: string
  /** The way in: `api`, `inbox`, or a channel's name; `clock` and `gateway` for what the pump does. */
  readonly via: string
}

export interface RequestCommand extends CommandBase {
  readonly type: 'request'
  readonly id: string
  readonly loop: string
  readonly action: Action
  readonly draftHash: Digest
  readonly claim?: Claim
  readonly context?: Json
  readonly callbackUrl?: string
  readonly executor: Executor
  /** The channels to put the question to. */
  readonly channels: readonly string[]
  readonly policy: PolicyAnswer
  readonly shadow?: PolicyAnswer
  readonly thresholds: Thresholds
  readonly editable: boolean
  readonly ruleBindsInput: boolean
  readonly denialMemoryMs?: number
  readonly reopens?: string
  readonly expiresInMs: number
  readonly grantMs: number
  readonly maxRunMs: number
}

export interface DecideCommand extends CommandBase {
  readonly type: 'decide'
  readonly verdict: Verdict
  /** The digest the reviewer saw. */
  readonly digest: Digest
  readonly reason?: string
  /** The changed input that is approved in place of the one asked for, and what the policy says of it. */
  readonly edit?: { readonly input: Json; readonly policy: PolicyAnswer['answer'] }
  /** The reviewer may make rules; else `allow-always` counts as `allow-once`. */
  readonly mayMakeRule: boolean
  readonly remember?: RuleTerms
}

/** A reviewer withdraws an approval before it starts. */
export interface RevokeCommand extends CommandBase {
  readonly type: 'revoke'
  readonly reason?: string
}

/** What the policy says now stops what it, or a human, allowed before. */
export interface WithdrawCommand extends CommandBase {
  readonly type: 'withdraw'
  readonly reason: string
}

export interface ClaimCommand extends CommandBase {
  readonly type: 'claim'
  readonly forMs: number
}

export interface ReleaseCommand extends CommandBase {
  readonly type: 'release'
}

export interface CommentCommand extends CommandBase {
  readonly type: 'comment'
  readonly text: string
}

export interface CancelCommand extends CommandBase {
  readonly type: 'cancel'
  readonly reason?: string
}

export interface StartCommand extends CommandBase {
  readonly type: 'start'
  readonly digest: Digest
  readonly by: Executor
  /** Fresh and unguessable: handed to whoever wins the start. */
  readonly ticket: string
}

export interface FinishCommand extends CommandBase {
  readonly type: 'finish'
  readonly ticket: string
  readonly outcome: RunOutcome
  readonly detail?: Json
}

/** Time itself, issued by the pump: what is due by the clock becomes `expired`, `lapsed` or `unknown`. */
export interface ElapseCommand extends CommandBase {
  readonly type: 'elapse'
}

/** A channel has taken the question and named it. */
export interface RecordAskCommand extends CommandBase {
  readonly type: 'record-ask'
  readonly channel: string
  readonly remoteId: string
  readonly remoteLoop?: string
  readonly digest: Digest
  readonly verdicts: readonly Verdict[]
  /** Whoever answers there may make rules. */
  readonly rules?: true
}

/** A channel says something happened there. Untrusted ones are only hints, to be confirmed. */
export interface AnswerCommand extends CommandBase {
  readonly type: 'answer'
  readonly channel: string
  readonly answer: Answer
  readonly trusted: boolean
}

/** The channel did not confirm an answer. */
export interface RefuteCommand extends CommandBase {
  readonly type: 'refute'
  readonly channel: string
  readonly answer: Answer
}

export type Command =
  | RequestCommand
  | DecideCommand
  | RevokeCommand
  | WithdrawCommand
  | ClaimCommand
  | ReleaseCommand
  | CommentCommand
  | CancelCommand
  | StartCommand
  | FinishCommand
  | ElapseCommand
  | RecordAskCommand
  | AnswerCommand
  | RefuteCommand

type WithoutBase<C> = C extends Command ? Omit<C, keyof CommandBase> : never
/** A command before the service has stamped it with key, time, actor and way in. */
export type CommandDraft = WithoutBase<Command>
