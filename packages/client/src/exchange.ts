// One HTTP exchange with a bound on time and size. It knows nothing of Holdpoint: text out, status and bytes back.
import { request, type Dispatcher } from 'undici'

/** A page of the largest approvals that a gateway takes by default comes near half of it. */
const maxAnswerBytes = 64 * 1024 * 1024

export interface Sent {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** For the whole answer. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal
  readonly dispatcher?: Dispatcher
}

export type Exchange =
  | {
      readonly ok: true
      readonly status: number
      readonly header: (name: string) => string
      readonly bytes: Uint8Array
    }
  /** `reached` is false only where the other side can't have taken anything. */
  | { readonly ok: false; readonly why: string; readonly reached: boolean }

/** Never rejects. Redirects are answers like any other. */
export async function exchange({ method, url, headers, body, timeoutMs, signal, dispatcher }: Sent): Promise<Exchange> {
  if (signal?.aborted) return { ok: false, why: 'it was cut off before it was sent', reached: false }
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    const answer = await request(url, {
      method,
      headers,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      // The signal has the say; undici's own limits would end a long wait.
      headersTimeout: 0,
      bodyTimeout: 0,
      ...(body !== undefined && { body }),
      ...(dispatcher && { dispatcher }),
    })
    const bytes = await readBytes(answer.body)
    if (bytes === undefined) return { ok: false, why: 'its answer is too large', reached: true }
    return { ok: true, status: answer.statusCode, header: (name) => String(answer.headers[name] ?? ''), bytes }
  } catch (error) {
    const why = timeout.aborted ? `no answer within ${timeoutMs} ms` : whyOf(error)
    return { ok: false, why, reached: !neverReached.has(codeOf(error)) }
  }
}

async function readBytes(body: AsyncIterable<Uint8Array> & { destroy(): unknown }): Promise<Uint8Array | undefined> {
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
  return Buffer.concat(chunks)
}

/** Failures before a connection stood. */
const neverReached = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** Only the code: messages of the network stack quote addresses. */
export function whyOf(error: unknown): string {
  const code = codeOf(error)
  return code === '' || code === 'ABORT_ERR' || code === 'UND_ERR_ABORTED' ? 'it was cut off' : `it failed (${code})`
}
