// The handler without a server: requests as plain records, answers as plain records.
import { createAudit } from '../../src/service/audit.ts'
import { createAuditor } from '../../src/service/auditor.ts'
import { createHandler, routesOf, type HandlerOptions } from '../../src/http/handler.ts'
import type { BodyRead, HttpRequest, HttpResponse } from '../../src/http/http.ts'
import { ok, refuse } from '../../src/domain/errors.ts'
import type { Principal } from '../../src/domain/principal.ts'
import { createDeadHooks } from '../../src/service/dead-hooks.ts'
import { createEvents } from '../../src/service/events.ts'
import { mustBeDocumented } from './documented.ts'
import { ann, bob, bot, createWorld, defaultSettings, principal, type WorldOptions } from '../service/world.ts'

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
  return {
    status,
    headers: Object.fromEntries(headers),
    body: typeof body === 'string' && body !== '' ? JSON.parse(body) : undefined,
  }
}

const keys: Readonly<Record<string, Principal>> = {
  bot,
  ann,
  bob,
  stranger: principal('key:stranger'),
  elsewhere: principal('key:elsewhere', { scopes: ['request', 'decide'], loops: ['other'] }),
}

export const limits = { maxBytes: 10_000, timeoutMs: 1_000 }

/** Authenticated by `authorization: <name of a key>`. Every answer must be as the OpenAPI document says. */
export function served(options: WorldOptions & { readonly handler?: Partial<HandlerOptions> } = {}) {
  const world = createWorld(options)
  const { approvals, rules, wake, clock, ids, log } = world
  const revoked = new Set<string>()
  const events = createEvents({ store: world.store, wake, ids, log, now: clock.now })
  const handlerOptions: HandlerOptions = {
    approvals,
    rules,
    quarantine: world.quarantine,
    deadHooks: createDeadHooks({ ...world, settings: () => defaultSettings }),
    audit: createAudit({ store: world.store, settings: () => defaultSettings, auditor: createAuditor(world) }),
    events,
    clock,
    limits,
    maxWaitMs: 20_000,
    outbound: new Set(['log']),
    authenticate: async (request) => {
      const name = request.header('authorization') ?? ''
      const who = revoked.has(name) ? undefined : keys[name]
      return who ? ok(who) : refuse('unauthenticated', 'Who are you?')
    },
    readiness: async () => ({ ready: true }),
    log,
    ids,
    version: '0.0.0',
    settings: world.settings,
    ...options.handler,
  }
  const plain = createHandler(handlerOptions)
  const routes = routesOf(handlerOptions)
  const handler: typeof plain = async (request, context) => {
    const response = await plain(request, context)
    if (response) mustBeDocumented(routes, request.method, request.target, response)
    return response
  }
  return {
    ...world,
    handler,
    routes,
    events,
    /** From now on, that key is nobody's. */
    revoke: (name: string) => void revoked.add(name),
    async call(who: string, method: string, target: string, sent: Sent = {}): Promise<Answered> {
      const headers = { authorization: who, ...sent.headers }
      return read(await handler(request(method, target, { ...sent, headers })))
    },
  }
}
