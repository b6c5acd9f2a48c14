// HITL.sh's webhook. The secret opens one approval; what the body says is a hint, judged by the state machine, and
// nothing in it is ever answered with more than "heard".
import { refuse } from '../domain/errors.ts'
import { toAnswer } from '../hitl-sh/map.ts'
import { readWebhook } from '../hitl-sh/read-webhook.ts'
import { isEnding } from '../hitl-sh/webhook.ts'
import { hitlShSignatureHeader } from '../hitl-sh/webhook-signature.ts'
import { verifyCallbackSecret } from '../hitl-sh/callback-secret.ts'
import type { Ids, Log } from '../ports.ts'
import type { Approvals } from '../service/approvals.ts'
import type { Quarantine } from '../service/quarantine.ts'
import { answering } from './handler.ts'
import type { HttpHandler, HttpRequest, HttpResponse } from './http.ts'
import { isJson, readBytes, type BodyLimits } from './read-body.ts'
import { json, problem } from './respond.ts'
import { parseTarget } from './target.ts'

export interface CallbackOptions {
  readonly approvals: Approvals
  readonly quarantine: Quarantine
  /** Newest first; two may be valid while they rotate. */
  readonly keys: () => readonly string[]
  readonly limits: BodyLimits
  /** What account-level webhooks are signed with, two while they rotate; none by default, and no signature is looked at. */
  readonly webhookSecrets?: () => readonly string[]
  /** Epoch ms, for the timestamps of signed ones; `Date.now` by default. */
  readonly now?: () => number
  /** `never` takes an authentic callback at its word; `always` has the channel read it back first. */
  readonly confirm: () => 'always' | 'never'
  readonly log: Log
  readonly ids: Ids
}

const channel = 'hitl-sh'

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
  const strange = async (reason: string) => {
    await options.quarantine.keep({ approval: id, channel, reason, bytes: bytes.value })
    return json(200, { ok: true, resolved: false, quarantined: true })
  }
  const { webhookSecrets = () => [], now = Date.now } = options
  const signature = request.header(hitlShSignatureHeader)
  const secrets = webhookSecrets()
  const read = readWebhook(bytes.value, secrets.length === 0 ? {} : { signature, secrets, now: now() })
  if (!read.ok) return strange(read.reason)
  const { event } = read
  // Nothing was decided there, so nothing changes here.
  if (!isEnding(event)) return json(200, { ok: true, resolved: false })
  if (event.event === 'completed' && event.reason !== undefined) return strange(event.reason)
  const heard = await options.approvals.answer(channel, id, toAnswer(event), options.confirm() === 'never')
  if (heard.ok) return json(200, { ok: true, resolved: heard.value.status !== 'pending' })
  // Removed since: it is over, and a sender that hears anything but 200 tries again.
  if (heard.code === 'not_found') return json(200, { ok: true, resolved: true })
  if (heard.code === 'unreadable_record') return problem(heard)
  return strange(heard.detail)
}
