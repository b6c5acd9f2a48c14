// One attempt to post: says for certain whether a connection was made, since only then may the receiver have taken it.
import { request } from 'undici'
import { AddressRefused, type AddressFilter } from './address-filter.ts'

export type Posted =
  | { readonly then: 'answered'; readonly status: number; readonly retryAfter?: string }
  /** Nothing was sent. */
  | { readonly then: 'not-connected'; readonly reason: string; readonly refused: boolean }
  /** Sent, perhaps in part, and no answer came. */
  | { readonly then: 'unanswered'; readonly reason: string }

export interface Post {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** From connecting to the status line. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

const maxAnswerBytes = 65_536
const maxAnswerMs = 1_000

/** Never rejects. Redirects are answers, not followed. */
export async function postOnce(filter: AddressFilter, post: Post): Promise<Posted> {
  let connected = false
  const agent = filter.createAgent({ connectTimeoutMs: post.timeoutMs, onConnected: () => (connected = true) })
  try {
    const answer = await request(post.url, {
      method: 'POST',
      headers: post.headers,
      body: post.body,
      dispatcher: agent,
      reset: true,
      headersTimeout: post.timeoutMs,
      signal: AbortSignal.any([post.signal, AbortSignal.timeout(post.timeoutMs)]),
    })
    // The status has decided; the body is read only so that the receiver can finish, within bounds.
    await answer.body.dump({ limit: maxAnswerBytes, signal: AbortSignal.timeout(maxAnswerMs) }).catch(() => undefined)
    const retryAfter = answer.headers['retry-after']
    return { then: 'answered', status: answer.statusCode, ...(typeof retryAfter === 'string' ? { retryAfter } : {}) }
  } catch (error) {
    const reason = reasonOf(error)
    if (connected) return { then: 'unanswered', reason }
    return { then: 'not-connected', reason, refused: error instanceof AddressRefused }
  } finally {
    await agent.destroy().catch(() => undefined)
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof AddressRefused) return error.message
  if (!(error instanceof Error)) return 'unknown error'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
