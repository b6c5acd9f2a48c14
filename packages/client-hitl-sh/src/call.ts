// One call to HITL.sh: takes its place in the hour's calls, sends, and makes a value or a failure of the answer.
import { isHitlShId, parseEnvelope, type HitlShParsed } from '@holdpoint/core/hitl-sh'
import type { HitlShAllowance, HitlShUse } from './allowance.ts'
import { budgetFrom, type HitlShFailure, type HitlShResult } from './call-result.ts'
import { exchange, type Limits, type Sent } from './exchange.ts'
import { printable } from './printable.ts'
import type { Rank } from './waiting-list.ts'

export interface Call<T> {
  readonly method: Sent['method']
  /** Names between the slashes; each must be a plain word. */
  readonly path: readonly string[]
  readonly query?: Readonly<Record<string, string | number | undefined>>
  readonly body?: object
  /** Why the service would refuse the body. */
  readonly whyNot?: string | undefined
  /** Kept out of every message, besides the API key. */
  readonly secrets?: readonly string[]
  readonly parse: (data: unknown) => HitlShParsed<T>
}

export interface CallContext {
  readonly baseUrl: string
  readonly apiKey: string
  readonly allowance: HitlShAllowance
  readonly limits: Limits
  readonly use: HitlShUse
  readonly rank?: Rank | undefined
}

type Rest = Omit<HitlShFailure, 'ok' | 'message'>

const notSent = { retryable: false, unknownOutcome: false }

export async function callOnce<T>(call: Call<T>, context: CallContext): Promise<HitlShResult<T>> {
  const { path, parse } = call
  const { allowance, limits, use, rank } = context
  const fail = failer(call, context.apiKey)
  if (!path.every(isHitlShId)) return fail('an id is malformed', notSent)
  if (call.whyNot !== undefined) return fail(`not sent: ${call.whyNot}`, notSent)

  const taken = await allowance.take(use, rank)
  if (!taken.ok) {
    const { limit, remaining, resetAt } = allowance.state()
    const until = new Date(taken.retryAt).toISOString()
    return fail(`not sent: the hour's ${limit} calls are used up or kept for decisions until ${until}`, {
      retryable: true,
      unknownOutcome: false,
      retryAt: taken.retryAt,
      budget: { limit, remaining: Math.max(0, remaining), resetAt },
    })
  }
  const answer = await exchange(toSent(call, context), limits)
  const budget = answer.ok ? budgetFrom(answer.header) : undefined
  taken.done(answer.ok || answer.status !== undefined, budget)
  if (!answer.ok) {
    const status = answer.status === undefined ? {} : { status: answer.status }
    return fail(answer.why, { ...status, retryable: true, unknownOutcome: answer.reached })
  }

  const { status } = answer
  const about = budget === undefined ? { status } : { status, budget }
  const envelope = parseEnvelope(jsonOf(answer.text))
  if (status < 200 || status > 299) {
    const said = envelope.ok ? [envelope.value.msg, dataText(envelope.value.data)].filter(Boolean).join(': ') : ''
    const later = status === 429 || status >= 500
    const retryAt = status === 429 && budget?.remaining === 0 ? { retryAt: allowance.state().resetAt } : {}
    return fail(`${status} ${said}`.trim(), { ...about, ...retryAt, retryable: later, unknownOutcome: status >= 500 })
  }
  if (!envelope.ok)
    return fail('its answer is not the documented one', { ...about, retryable: true, unknownOutcome: true })
  // A 2xx that says `error: true` is a failure to the service's own clients as well [MCP, N8N].
  if (envelope.value.error) return fail(`${status}, yet an error: ${envelope.value.msg}`, { ...about, ...notSent })
  const value = parse(envelope.value.data)
  if (!value.ok) return fail(`in its answer, ${value.reason}`, { ...about, retryable: true, unknownOutcome: true })
  return budget === undefined ? value : { ...value, budget }
}

function failer<T>({ method, path, secrets = [] }: Call<T>, apiKey: string) {
  const name = `${method} /${path.join('/')}`
  const writes = method !== 'GET'
  return (why: string, rest: Rest): HitlShFailure => {
    const message = printable(`HITL.sh ${name}: ${why}`, [apiKey, ...secrets])
    return { ok: false, message, ...rest, unknownOutcome: writes && rest.unknownOutcome }
  }
}

function toSent<T>({ method, path, query = {}, body }: Call<T>, { baseUrl, apiKey }: CallContext): Sent {
  const asked = Object.entries(query).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  )
  const search = asked.length === 0 ? '' : `?${new URLSearchParams(asked).toString()}`
  const headers = { authorization: `Bearer ${apiKey}`, accept: 'application/json' }
  const sent = { method, url: `${baseUrl}/${path.join('/')}${search}`, headers }
  if (body === undefined) return sent
  return { ...sent, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const dataText = (data: unknown): string =>
  typeof data === 'string' ? data : data === undefined ? '' : JSON.stringify(data)
