// What is recorded while a world runs, and what its people really meant: the evidence that the checks judge by.
import type { Action, Answer, Approval, Digest, Executor, OutboxEntry, Thresholds, Verdict } from '@holdpoint/core'

/** A promise that was seen broken. */
export interface Violation {
  /** `I1` … `I36` of the promises. */
  readonly promise: string
  readonly approval: string
  readonly step: number
  readonly what: string
}

/** One call of a client, as the client saw it. Steps are places on the world's line of events. */
export interface Call {
  readonly name: string
  readonly approval: string
  readonly by: string
  readonly input: CallInput
  readonly invokedAt: number
  /** Absent where no certain answer came: it may have happened or not. */
  answeredAt?: number
  answer?: CallAnswer
}

export interface CallInput {
  readonly verdict?: Verdict
  readonly digest?: Digest
  readonly reason?: string
  /** The digest of the action with the input that the decision changes it to. */
  readonly edited?: Digest
  readonly ticket?: string
  readonly outcome?: string
}

export type CallAnswer =
  | { readonly ok: true; readonly approval: Approval }
  | { readonly ok: false; readonly code: string; readonly approval?: Approval | undefined }

/** One write of an approval into the shared store. */
export interface ApprovalWrite {
  readonly id: string
  readonly step: number
  /** Epoch ms by the store's clock. */
  readonly at: number
  readonly before: Approval | undefined
  readonly after: Approval
  readonly outbox: readonly OutboxEntry[]
}

/** An effect that really happened. */
export interface Run {
  readonly approval: string
  readonly action: Action
  readonly by: Executor
  readonly step: number
}

/** What somebody really asked for, told apart by the number in its input. */
export interface Asked {
  readonly n: number
  readonly requester: string
  readonly loop: string
  readonly action: Action
  readonly executor: Executor
  readonly thresholds: Thresholds
}

/** What a person really chose: through a node, or at the outside place. */
export interface Choice {
  readonly approval: string
  readonly reviewer: string
  readonly verdict: Verdict
  readonly digest: Digest
  readonly via: string
  readonly step: number
}

export interface History {
  readonly calls: Call[]
  readonly writes: ApprovalWrite[]
  readonly runs: Run[]
  readonly asked: Map<number, Asked>
  readonly choices: Choice[]
  readonly answers: { readonly approval: string; readonly answer: Answer; readonly trusted: boolean }[]
  /** Rules whose revocation was answered, at which time of the store (epoch ms). */
  readonly revocations: { readonly rule: string; readonly at: number }[]
  readonly violations: Violation[]
}

export const createHistory = (): History => ({
  calls: [],
  writes: [],
  runs: [],
  asked: new Map(),
  choices: [],
  answers: [],
  revocations: [],
  violations: [],
})

/** The number by which a simulated action is told from all others. */
export function numberOf(action: Action): number {
  const { input } = action
  const n = typeof input === 'object' && input !== null && 'n' in input ? input.n : undefined
  return typeof n === 'number' ? n : -1
}

/** Claimed by actions that are asked through a gate inside a node. */
export const insideTitle = 'inside a node'
