// One call of the public API: JSON in and out, refusals as values, and every answer's clock taken note of.
import { createCell } from '../state/cell.ts'
import { serverClock } from '../state/server-clock.ts'
import type { Answer, Problem } from './wire.ts'

export interface CallOptions {
  readonly method?: 'GET' | 'POST' | 'DELETE'
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/** Whether the gateway answered when it was asked last. */
export const reachable = createCell(true)
/** Counts the answers that said "sign in first". */
export const signedOut = createCell(0)
/** What a call that changes something sends along, once the session has named it. */
export const csrfToken = createCell<string | undefined>(undefined)

/** How long an answer may take, in ms. */
const timeoutMs = 20_000

export async function call<T>(path: string, options: CallOptions = {}): Promise<Answer<T>> {
  const { method = 'GET', body, headers, signal } = options
  const csrf = csrfToken.get()
  const timeout = AbortSignal.timeout(timeoutMs)
  let response: Response
  let text: string
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(csrf !== undefined && method !== 'GET' && { 'holdpoint-csrf': csrf }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    serverClock.heard(response.headers.get('date'), Date.now())
    text = await response.text()
  } catch {
    if (signal?.aborted) return failed({ status: 0, code: 'aborted', detail: '' })
    reachable.set(false)
    return failed({ status: 0, code: 'offline', detail: 'No answer came from the gateway.' })
  }
  reachable.set(true)
  if (response.status === 401 && !path.startsWith('/v1/session')) signedOut.set(signedOut.get() + 1)
  return response.ok ? read<T>(response, text) : failed(readProblem(response.status, text))
}

function read<T>(response: Response, text: string): Answer<T> {
  if (text === '') return { ok: true, value: undefined as T }
  const value = parse(text)
  return value === undefined
    ? failed({ status: response.status, code: 'not_json', detail: 'The answer could not be read.' })
    : { ok: true, value: value as T }
}

function readProblem(status: number, text: string): Problem {
  const value = parse(text)
  return typeof value === 'object' && value !== null && 'code' in value
    ? { detail: '', ...(value as Omit<Problem, 'detail'>), status }
    : { status, code: 'no_answer', detail: `The gateway answered ${status}.` }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const failed = (problem: Problem): { readonly ok: false; readonly problem: Problem } => ({ ok: false, problem })
