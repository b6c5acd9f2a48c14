// Who may call, and how often: the API key and the hourly quota, with the documented refusals [DOCS-A errors, limits].
import { bad, type Reply } from './reply.ts'

const hourMs = 3_600_000

export interface KeyCheckOptions {
  readonly apiKey: string
  /** Calls an hour. */
  readonly rateLimit: number
  readonly now: () => number
}

export interface Checked {
  /** Set where the call is refused. */
  readonly refusal?: Reply
  readonly headers: Readonly<Record<string, string>>
  readonly budget: { readonly limit: number; readonly remaining: number; readonly resetAt: number }
}

export interface KeyCheck {
  /** Counts a call with this `Authorization` header. The hour runs from the first call. */
  check(authorization?: string): Checked
  /** Gives one call back: a request was cancelled before anybody had claimed it. */
  refund(): void
}

export function createKeyCheck({ apiKey, rateLimit, now }: KeyCheckOptions): KeyCheck {
  let used = 0
  let resetAt = 0
  const check: KeyCheck['check'] = (authorization) => {
    const refusal = refusedKey(apiKey, authorization)
    if (now() >= resetAt) {
      used = 0
      resetAt = now() + hourMs
    }
    const over = refusal === undefined && used >= rateLimit
    if (refusal === undefined && !over) used++
    const budget = { limit: rateLimit, remaining: Math.max(0, rateLimit - used), resetAt }
    const headers = {
      'x-ratelimit-limit': String(rateLimit),
      'x-ratelimit-remaining': String(budget.remaining),
      'x-ratelimit-reset': String(Math.ceil(resetAt / 1000)),
    }
    if (refusal !== undefined) return { refusal, headers, budget }
    if (!over) return { headers, budget }
    const usage = { usage_count: used, usage_limit: rateLimit, remaining: 0, reset_at: new Date(resetAt).toISOString() }
    return { refusal: bad(429, 'API key request limit exceeded', usage), headers, budget }
  }
  return {
    check,
    refund() {
      used = Math.max(0, used - 1)
    },
  }
}

function refusedKey(apiKey: string, authorization: string | undefined): Reply | undefined {
  if (authorization === undefined) return bad(401, 'API key required')
  const [, key] = /^Bearer (\S+)$/.exec(authorization) ?? []
  if (key === undefined) return bad(401, 'Missing or invalid authorization header')
  if (!/^hitl_(live|test)_/.test(key)) return bad(401, 'Invalid API key format')
  return key === apiKey ? undefined : bad(401, 'Invalid API key')
}
