// The gateway's HTTP API as a stranger calls it: undici, a credential, JSON, and answers as they come.
import type { Status, Verdict } from '@holdpoint/core'
import { request, type Dispatcher } from 'undici'

/** An approval on the wire, as far as these tests look at it. */
export interface WireApproval {
  readonly id: string
  readonly status: Status
  readonly version: number
  readonly requester: string
  readonly digest: string
  readonly reason?: string
  readonly outcome?: string
  readonly votes: readonly { readonly reviewer: string; readonly verdict: Verdict; readonly via: string }[]
  readonly asks?: readonly { readonly remoteId: string }[]
}

/** The union of what the calls answer with. */
export interface AnswerBody extends Partial<WireApproval> {
  readonly code?: string
  readonly detail?: string
  readonly field?: string
  readonly outcome?: string
  readonly approval?: WireApproval
  readonly items?: readonly WireApproval[]
  readonly key?: string
  readonly url?: string
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  /** `{}` where the answer isn't JSON. */
  readonly body: AnswerBody
}

export interface CallOptions {
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as it is where it is text or bytes, else as JSON. */
  readonly body?: unknown
}

export interface Api {
  call(method: Dispatcher.HttpMethod, path: string, options?: CallOptions): Promise<Answer>
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>
  post(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>
}

const isRaw = (body: unknown): body is string | Uint8Array => typeof body === 'string' || body instanceof Uint8Array

/** `reach` is asked at every call, so that it survives the gateway's restarts. */
export function createApi(
  reach: () => { readonly url: string; readonly dispatcher: Dispatcher },
  credential: string | undefined,
): Api {
  const call: Api['call'] = async (method, path, { headers = {}, body } = {}) => {
    const { url, dispatcher } = reach()
    const answer = await request(url + path, {
      method,
      dispatcher,
      headers: {
        ...(credential !== undefined && { authorization: `Bearer ${credential}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isRaw(body) ? body : JSON.stringify(body) }),
    })
    const text = await answer.body.text()
    const isJson = String(answer.headers['content-type']).includes('json')
    return { status: answer.statusCode, headers: answer.headers, text, body: isJson ? JSON.parse(text) : {} }
  }
  return {
    call,
    get: (path, headers) => call('GET', path, headers ? { headers } : {}),
    post: (path, body, headers) =>
      call('POST', path, { ...(body !== undefined && { body }), ...(headers && { headers }) }),
  }
}
