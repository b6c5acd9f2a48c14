// HITL.sh's webhook. The secret opens one approval; what the body says is a hint, judged by the state machine, and
// nothing in it is ever answered with more than "heard".
import { canonicalJson, sha256Of } from '../domain/action.ts'
import type { Answer } from '../domain/approval.ts'
import { ok, refuse, type Result } from '../domain/errors.ts'
import { toAnswer } from '../hitl-sh/map.ts'
import { parseWebhook } from '../hitl-sh/webhook.ts'
import { verifyCallbackSecret } from '../hitl-sh/callback-secret.ts'
import { parseJson } from '../parse/json.ts'
import type { Ids, Log, Store } from '../ports.ts'
import type { Approvals } from '../service/approvals.ts'
import { answering } from './handler.ts'
import type { HttpHandler, HttpRequest, HttpResponse } from './http.ts'
import { isJson, readBytes, type BodyLimits } from './read-body.ts'
import { json, problem } from './respond.ts'
import { parseTarget } from './target.ts'

export interface CallbackOptions {
  readonly approvals: Approvals
  readonly store: Store
  /** Newest first; two may be valid while they rotate. */
  readonly keys: () => readonly string[]
  readonly limits: BodyLimits
  /** `never` takes an authentic callback at its word; `always` has the channel read it back first. */
  readonly confirm: () => 'always' | 'never'
  readonly log: Log
  readonly ids: Ids
}

const channel = 'hitl-sh'
const quarantineCollection = 'quarantine'
/** Strange bodies kept for one approval; a provider that sends more is not making sense. */
const maxQuarantined = 20

/** Serves `/hitl/callback/{secret}`. A wrong secret gets what any unknown path gets: undefined. */
export function createCallbackHandler(options: CallbackOptions): HttpHandler {
  return async (request) => {
    const [hitl, callback, secret, ...more] = parseTarget(request.target)?.segments ?? []
    if (hitl !== 'hitl' || callback !== 'callback' || secret === undefined || more.length > 0) return undefined
    const id = verifyCallbackSecret(secret, options.keys())
    if (id === undefined) return undefined
    if (request.method !== 'POST')
      return problem(refuse('method_not_allowed', 'Callbacks are posted.'), { headers: [['allow', 'POST']] })
    if (!isJson(request.header('content-type')))
      return problem(refuse('unsupported_media_type', 'Callbacks are application/json.'))
    return answering(options, () => hear(options, id, request))
  }
}

async function hear(options: CallbackOptions, id: string, request: HttpRequest): Promise<HttpResponse> {
  const bytes = await readBytes(request, options.limits)
  if (!bytes.ok) return problem(bytes)
  const answer = readAnswer(bytes.value)
  if (!answer.ok) return quarantine(options, id, bytes.value, answer.detail)
  const heard = await options.approvals.answer(channel, id, answer.value, options.confirm() === 'never')
  if (heard.ok) return json(200, { ok: true, resolved: heard.value.status !== 'pending' })
  // Removed since: it is over, and a sender that hears anything but 200 tries again.
  if (heard.code === 'not_found') return json(200, { ok: true, resolved: true })
  if (heard.code === 'unreadable_record') return problem(heard)
  return quarantine(options, id, bytes.value, heard.detail)
}

function readAnswer(bytes: Uint8Array): Result<Answer> {
  const body = parseJson(bytes)
  if (!body.ok) return body
  const parsed = parseWebhook(body.value)
  if (!parsed.ok) return refuse('invalid_request', parsed.reason)
  const { event } = parsed
  if (event.event === 'completed' && event.reason !== undefined) return refuse('invalid_request', event.reason)
  return ok(toAnswer(event))
}

/** Authentic, but not understood: kept for a human to look at. The approval stays pending. */
async function quarantine(
  options: CallbackOptions,
  id: string,
  bytes: Uint8Array,
  reason: string,
): Promise<HttpResponse> {
  const { store, log } = options
  const text = new TextDecoder().decode(bytes).toWellFormed()
  const receivedAt = await store.now()
  const verdict = await store.create(
    {
      collection: quarantineCollection,
      id: `${id}:${sha256Of(text)}`,
      rev: 1,
      schema: 1,
      dueAt: null,
      sortKey: receivedAt.toString().padStart(15, '0'),
      facets: ['open', id, channel, ''],
      turn: null,
      body: canonicalJson({ approval: id, channel, reason, receivedAt, text }),
      outbox: [],
    },
    { facets: [undefined, id, undefined, undefined], max: maxQuarantined },
  )
  log.warn('callback quarantined', { approval: id, channel, reason, kept: verdict })
  return json(200, { ok: true, resolved: false, quarantined: true })
}
