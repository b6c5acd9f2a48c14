// Which actions are asked about. Policies are data; answering one does no I/O.
import type { PolicyAnswer } from '../domain/approval.ts'

/** `off` runs, `on-miss` asks a live rule and then a human, `always` asks a human even if a rule would allow. */
export type Mode = 'off' | 'on-miss' | 'always'

export interface Policy {
  /** By kind of action; a kind that isn't named is `on-miss`. */
  readonly modes: Readonly<Record<string, Mode>>
  /** How long a reviewer has, in ms, where the draft doesn't say. */
  readonly expiresInMs: number
  /** How long an approved action stays startable, in ms. */
  readonly grantMs: number
  /** How long a run may take, in ms, before its outcome is unknown. */
  readonly maxRunMs: number
}

export const defaultPolicy: Policy = { modes: {}, expiresInMs: 300_000, grantMs: 300_000, maxRunMs: 900_000 }

/** What the policy says of this kind of action, and which mode said it. */
export function answerPolicy(policy: Policy, kind: string): PolicyAnswer {
  const mode = Object.hasOwn(policy.modes, kind) ? policy.modes[kind] : 'on-miss'
  return { answer: mode === 'off' ? 'allow' : 'ask', line: `${kind}: ${mode}` }
}
