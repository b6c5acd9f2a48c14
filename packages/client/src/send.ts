// A call of the API: written, sent, sent again where that is safe, and its answer read by the schema that describes it.
import { parseJson } from '@holdpoint/core'
import { fromWire, type WireViews } from '@holdpoint/core/http'
import { backoffMs, sleep } from './backoff.ts'
import type { CheckedOptions } from './client-options.ts'
import { noAnswer, type ClientRefusal, type ClientResult } from './client-result.ts'
import { exchange, type Exchange, type Sent } from './exchange.ts'
import { toRefusal } from './to-refusal.ts'

export interface CallOptions {
  readonly signal?: AbortSignal
  /** In place of the client's own. */
  readonly retryForMs?: number
}

export interface Call<N extends keyof WireViews> extends CallOptions {
  readonly method: Sent['method']
  /** Names between the slashes, not yet encoded. */
  readonly path: readonly string[]
  readonly query?: Readonly<Record<string, string | number | undefined>>
  readonly headers?: Readonly<Record<string, string | undefined>>
  readonly body?: object
  /** What the answers of each status are. */
  readonly answers: Readonly<Record<number, N>>
  /** `if-not-taken`: sent again only where the gateway can't have taken it. */
  readonly repeat: 'always' | 'if-not-taken'
  /** The gateway may hold the answer for so long. */
  readonly waitMs?: number
  /** Has the last word on a refusal; `unsure` where an earlier attempt may have taken effect. */
  readonly settle?: (refusal: ClientRefusal, unsure: boolean) => ClientResult<WireViews[N]>
}

export interface Answered<T> {
  readonly status: number
  readonly value: T
}

export type Send = <N extends keyof WireViews>(call: Call<N>) => Promise<ClientResult<Answered<WireViews[N]>>>

export function createSend(options: CheckedOptions): Send {
  return async (call) => {
    const sent = write(call, options)
    const startedAt = performance.now()
    const retryForMs = call.retryForMs ?? options.retryForMs
    let unsure = false
    for (let attempt = 1; ; attempt += 1) {
      const answer = await exchange(sent)
      const result = read(call, answer)
      if (result.ok) return result
      unsure ||= result.unknownOutcome
      const again = result.retryable && (call.repeat === 'always' || !result.unknownOutcome)
      const pauseMs = Math.max(backoffMs(attempt), retryAfterMs(answer))
      if (!again || call.signal?.aborted || performance.now() - startedAt + pauseMs > retryForMs) {
        const settled = call.settle?.(result, unsure) ?? result
        return settled.ok ? { ok: true, value: { status: 200, value: settled.value } } : settled
      }
      await sleep(pauseMs, call.signal)
    }
  }
}

function write(call: Call<keyof WireViews>, options: CheckedOptions): Sent {
  const { method, path, query = {}, headers = {}, body, waitMs = 0, signal } = call
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as const],
  )
  const search = new URLSearchParams(Object.fromEntries(given)).toString()
  const written: Record<string, string> = { authorization: `Bearer ${options.credential}`, accept: 'application/json' }
  if (body) written['content-type'] = 'application/json'
  if (waitMs > 0) written['prefer'] = `wait=${waitMs / 1000}`
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) written[name] = value
  return {
    method,
    url: `${options.baseUrl}/${path.map(encodeURIComponent).join('/')}${search === '' ? '' : `?${search}`}`,
    headers: written,
    timeoutMs: options.timeoutMs + waitMs,
    ...(body && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
    ...(options.dispatcher && { dispatcher: options.dispatcher }),
  }
}

function read<N extends keyof WireViews>(call: Call<N>, answer: Exchange): ClientResult<Answered<WireViews[N]>> {
  const writes = call.method !== 'GET'
  const name = `${call.method} /${call.path.join('/')}`
  if (!answer.ok) return noAnswer(`${name}: ${answer.why}.`, writes && answer.reached)
  const { status, bytes } = answer
  const json = parseJson(bytes)
  const schema = call.answers[status]
  if (schema === undefined) return toRefusal(name, status, writes, json.ok ? json.value : null)
  const value = json.ok ? fromWire(schema, json.value) : { ok: false as const, where: '' }
  if (value.ok) return { ok: true, value: { status, value: value.value } }
  const where = value.where === '' ? '' : ` at ${value.where}`
  return noAnswer(`${name}: its answer is not the documented one${where}.`, writes, status)
}

function retryAfterMs(answer: Exchange): number {
  const seconds = answer.ok ? /^\d{1,4}$/.exec(answer.header('retry-after'))?.[0] : undefined
  return seconds === undefined ? 0 : Number(seconds) * 1000
}
