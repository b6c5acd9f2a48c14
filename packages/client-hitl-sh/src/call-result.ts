// What a call to HITL.sh amounts to: a value, or a failure that says whether to try again. Never an exception.

/** What is left of the quota: 100 calls an hour per key [DOCS-A rate limits]. */
export interface HitlShBudget {
  readonly limit: number
  readonly remaining: number
  /** Epoch ms, from `X-RateLimit-Reset` (Unix seconds). */
  readonly resetAt: number
}

export interface HitlShFailure {
  readonly ok: false
  /** Absent where no answer came. */
  readonly status?: number
  /** For logs and people: says what failed, holds no secret, has at most 400 characters. */
  readonly message: string
  /** The same call may succeed later: 429, 5xx, no connection, time-out, an unreadable answer. */
  readonly retryable: boolean
  /** The call may have taken effect all the same. Never true for reads. */
  readonly unknownOutcome: boolean
  /** Epoch ms before which trying again is of no use: the hour's calls are used up. */
  readonly retryAt?: number
  readonly budget?: HitlShBudget
}

export type HitlShResult<T> = { readonly ok: true; readonly value: T; readonly budget?: HitlShBudget } | HitlShFailure

/** Reads the three rate-limit headers [DOCS-A]; undefined unless all are there and plain numbers. */
export function budgetFrom(header: (name: string) => string | undefined): HitlShBudget | undefined {
  const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) => {
    const text = header(`x-ratelimit-${name}`)
    return text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : undefined
  })
  if (limit === undefined || remaining === undefined || reset === undefined) return undefined
  return { limit, remaining, resetAt: reset * 1000 }
}
