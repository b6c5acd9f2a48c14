// One HTTP exchange with a bound on time and size. It knows nothing of HITL.sh: bytes out, status and text back.
import { request, type Dispatcher } from 'undici'
import type { Deadline } from './deadline.ts'

/** No answer of the API comes near it; a larger one is not read. */
export const maxAnswerBytes = 1_048_576

export interface Sent {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export interface Limits {
  /** Over all that a call takes; whoever made it ends it. */
  readonly deadline: Deadline
  /** What it was made with, for words. */
  readonly timeoutMs: number
  readonly dispatcher?: Dispatcher | undefined
}

export type Exchange =
  | {
      readonly ok: true
      readonly status: number
      readonly header: (name: string) => string | undefined
      readonly text: string
    }
  /** `status` where the head of the answer arrived. `reached` is false only where nothing can have been taken. */
  | { readonly ok: false; readonly why: string; readonly reached: boolean; readonly status?: number }

/** Never rejects. Redirects are not followed: they are answers like any other. The time limit spans the whole body. */
export async function exchange({ method, url, headers, body }: Sent, limits: Limits): Promise<Exchange> {
  const { timeoutMs, deadline, dispatcher } = limits
  if (deadline.signal.aborted) return { ok: false, why: 'it was cancelled before it was sent', reached: false }
  let status: number | undefined
  try {
    const answer = await request(url, {
      method,
      headers,
      signal: deadline.signal,
      ...(body === undefined ? {} : { body }),
      ...(dispatcher === undefined ? {} : { dispatcher }),
    })
    status = answer.statusCode
    const text = await readText(answer.body)
    if (text === undefined) return { ok: false, why: 'its answer is too large or not UTF-8', reached: true, status }
    const header = (name: string) => {
      const value = answer.headers[name]
      return typeof value === 'string' ? value : value?.[0]
    }
    return { ok: true, status, header, text }
  } catch (error) {
    const why = deadline.passed() ? `no answer within ${timeoutMs} ms` : whyOf(error)
    const head = status === undefined ? {} : { status }
    return { ok: false, why, reached: !neverReached.has(codeOf(error)), ...head }
  }
}

async function readText(body: AsyncIterable<Uint8Array> & { destroy(): unknown }): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > maxAnswerBytes) {
      body.destroy()
      return undefined
    }
    chunks.push(chunk)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch {
    return undefined
  }
}

// Failures before a connection stood: whatever was asked, the other side can't have begun it.
const neverReached = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

// Only the code: messages of the network stack can hold the address, and so a secret in it.
function whyOf(error: unknown): string {
  const code = codeOf(error)
  return code === '' || code === 'ABORT_ERR' || code === 'UND_ERR_ABORTED'
    ? 'the call was cut off'
    : `the call failed (${code})`
}
