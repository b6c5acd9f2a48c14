// What a guard needs, and what it hands on.
import type { Action } from '../domain/action.ts'
import type { Approval, PolicyAnswer, RunOutcome } from '../domain/approval.ts'
import type { Principal } from '../domain/principal.ts'
import type { Ids, Log } from '../ports.ts'
import type { Approvals } from '../service/approvals.ts'
import type { Authenticate } from './authenticate.ts'
import type { BodyLimits } from './read-body.ts'
import type { Header } from './respond.ts'

export interface GuardOptions {
  readonly approvals: Pick<Approvals, 'requestIfAsked' | 'get' | 'wait' | 'startAsGateway' | 'finish'>
  readonly authenticate: Authenticate
  readonly limits: BodyLimits
  /** The longest that `Prefer: wait` may hold a call, in ms. */
  readonly maxWaitMs: number
  /** Calls held at a time; one more is answered 202 at once. 1,000 by default. */
  readonly maxHeld?: number
  readonly log: Log
  readonly ids: Ids
  /** Told of every call that the policy or a rule answered, of which nothing else is kept. */
  readonly onAnswered?: (answered: AnsweredCall) => void
}

/** A guarded call that was let through or denied without an approval. */
export interface AnsweredCall {
  readonly loop: string
  readonly requester: string
  readonly kind: string
  readonly target: Action['target']
  readonly policy: PolicyAnswer
}

/** A call that may be served now, by whoever carries it, and only once. */
export interface PassedCall {
  /** Absent on public routes. */
  readonly principal?: Principal
  /** Absent where the policy or a rule let it through. */
  readonly approval?: Approval
  /** To be set on the answer, whatever else is on it. */
  readonly headers: readonly Header[]
  /** Records how serving it ended; never rejects. To be called once. Absent where nothing is kept of it. */
  readonly finish?: (outcome: RunOutcome) => Promise<void>
}
