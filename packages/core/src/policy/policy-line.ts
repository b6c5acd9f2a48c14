// One line of a policy: which actions it is about, and what it says of them. Data only.
import type { PolicyAnswer } from '../domain/approval.ts'
import type { Thresholds } from '../domain/thresholds.ts'

/** Which actions a line is about. Every part that is there must match; kind, requester and loop may be globs. */
export interface PolicyWhen {
  readonly kind?: string
  /** By field, exact or a glob. A field that isn't named must be absent, unless `'*': '*'` is among them. */
  readonly target?: Readonly<Record<string, string>>
  readonly requester?: string
  readonly loop?: string
  /** A condition in CEL over the action. */
  readonly if?: string
}

export interface PolicyLine {
  /** Unique in its policy. */
  readonly name: string
  /** Absent: every action. */
  readonly when?: PolicyWhen
  readonly then: PolicyAnswer['answer']
  /** A live rule may turn this line's question into an allow. */
  readonly rules?: boolean
  /** What differs from the loop's thresholds. */
  readonly thresholds?: Partial<Thresholds>
  readonly expiresInMs?: number
  /** Reviewers may change the input. */
  readonly edits?: boolean
}
