// The handler without a server: requests as plain records, answers as plain records.
import { createHandler } from '../../src/http/handler.ts'
import type { BodyRead, HttpRequest, HttpResponse } from '../../src/http/http.ts'
import { ok, refuse } from '../../src/domain/errors.ts'
import type { Principal } from '../../src/domain/principal.ts'
import { ann, bob, bot, createWorld, principal, type WorldOptions } from '../service/world.ts'

export interface Sent {
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON with its content type; a string goes as it is. */
  readonly body?: unknown
  /** What reading the body comes to, in place of `body`. */
  readonly read?: BodyRead
  readonly signal?: AbortSignal
}

/** `bodyReads` counts how often anybody looked at the body. */
export function request(method: string, target: string, sent: Sent = {}): HttpRequest & { readonly bodyReads: number } {
  const { body, read, signal = new AbortController().signal } = sent
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? {})
  const bytes = new TextEncoder().encode(text)
  const defaults: Record<string, string> =
    body === undefined && !read ? {} : { 'content-type': 'application/json', 'content-length': `${bytes.length}` }
  const headers: Record<string, string> = { ...defaults, ...sent.headers }
  let bodyReads = 0
  return {
    method,
    target,
    signal,
    header: (name) => headers[name],
    headerCount: (name) => (headers[name] === undefined ? 0 : 1),
    async body(maxBytes) {
      bodyReads += 1
      return read ?? (bytes.length > maxBytes ? { ok: false, why: 'too-large' } : { ok: true, bytes })
    },
    get bodyReads() {
      return bodyReads
    },
  }
}

export interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  // oxlint-disable-next-line typescript/no-explicit-any -- what was answered is what the test looks at
  readonly body: any
}

export function read(response: HttpResponse | undefined): Answered {
  if (!response) return { status: 0, headers: {}, body: undefined }
  const { status, headers, body } = response
  return { status, headers: Object.fromEntries(headers), body: typeof body === 'string' ? JSON.parse(body) : undefined }
}

const keys: Readonly<Record<string, Principal>> = {
  bot,
  ann,
  bob,
  stranger: principal('key:stranger'),
  elsewhere: principal('key:elsewhere', { scopes: ['request', 'decide'], loops: ['other'] }),
}

export const limits = { maxBytes: 10_000, timeoutMs: 1_000 }

/** Authenticated by `authorization: <name of a key>`. */
export function served(options: WorldOptions = {}) {
  const world = createWorld(options)
  const handler = createHandler({
    approvals: world.approvals,
    limits,
    maxWaitMs: 20_000,
    outbound: new Set(['log']),
    authenticate: async (request) => {
      const who = keys[request.header('authorization') ?? '']
      return who ? ok(who) : refuse('unauthenticated', 'Who are you?')
    },
    readiness: async () => ({ ready: true }),
    log: world.log,
    ids: world.ids,
    version: '0.0.0',
  })
  return {
    ...world,
    handler,
    async call(who: string, method: string, target: string, sent: Sent = {}): Promise<Answered> {
      const headers = { authorization: who, ...sent.headers }
      return read(await handler(request(method, target, { ...sent, headers })))
    },
  }
}
