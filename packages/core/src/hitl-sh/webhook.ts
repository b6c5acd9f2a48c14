// Reads a HITL.sh webhook that is parsed JSON already. It says what was sent, not whether it counts.
import type { Json } from '../domain/json.ts'
import type { Verdict } from '../domain/vote.ts'
import { isObject, own, reviewerIn, verdictIn } from './chosen.ts'
import { isHitlShId } from './parse-wire.ts'

interface OfRequest {
  readonly requestId: string
  readonly loopId: string
}

/** A request has ended there. */
export type HitlShEnding =
  | (OfRequest & {
      readonly event: 'completed'
      readonly verdict?: Verdict
      /** The reviewer's user id at HITL.sh. */
      readonly userId?: string
      /** What was chosen, as it was sent: `parseResponse` reads it for other questions than ours. */
      readonly responseData?: Json
      /** Why it can't be a decision as it stands: no verdict of ours, or nobody named. Never set with both there. */
      readonly reason?: string
    })
  | (OfRequest & { readonly event: 'timed-out' | 'cancelled' })

export type HitlShEvent =
  | HitlShEnding
  /** It was asked, or somebody is on it: nothing has been decided. */
  | (OfRequest & { readonly event: 'created' | 'claimed' })
  /** About a loop or a key, such as `api_key.quota_warning` [DOCS-A webhooks]: no request is named. */
  | { readonly event: 'account'; readonly name: string }

/** Whether a request has ended by it. The others say that it was asked, or that somebody is on it. */
export const isEnding = (event: HitlShEvent): event is HitlShEnding =>
  event.event === 'completed' || event.event === 'timed-out' || event.event === 'cancelled'

export type ParsedWebhook =
  | { readonly ok: true; readonly event: HitlShEvent }
  | { readonly ok: false; readonly reason: string }

const events = new Map([
  ['request.created', { event: 'created', status: 'pending' }],
  ['request.claimed', { event: 'claimed', status: 'claimed' }],
  ['request.completed', { event: 'completed', status: 'completed' }],
  ['request.timeout', { event: 'timed-out', status: 'timeout' }],
  ['request.cancelled', { event: 'cancelled', status: 'cancelled' }],
] as const)

const accountEvents: ReadonlySet<unknown> = new Set([
  'loop.created',
  'loop.updated',
  'loop.deleted',
  'loop.member_joined',
  'loop.member_left',
  'api_key.limit_exceeded',
  'api_key.quota_warning',
])

/**
 * Reads the flat per-request form [DOCS-B webhooks] and the nested account-level one [DOCS-A webhooks]. Never throws.
 * Not understood: another event, a status that disagrees with it, no request or loop id, two forms in one body.
 */
export function parseWebhook(body: Json): ParsedWebhook {
  const sent = fieldsOf(body)
  if (sent === undefined) return { ok: false, reason: 'it is neither the flat nor the nested form of a webhook' }
  const { event: name, status, requestId, loopId } = sent
  if (typeof name === 'string' && accountEvents.has(name)) return { ok: true, event: { event: 'account', name } }
  const known = [...events].find(([event]) => event === name)?.[1]
  if (known === undefined) return { ok: false, reason: 'event is not one that is documented' }
  if (status !== known.status) return { ok: false, reason: 'status does not agree with event' }
  if (typeof requestId !== 'string' || !isHitlShId(requestId))
    return { ok: false, reason: 'request_id is missing or malformed' }
  if (typeof loopId !== 'string' || !isHitlShId(loopId)) return { ok: false, reason: 'loop_id is missing or malformed' }
  const about = { requestId, loopId }
  return { ok: true, event: known.event === 'completed' ? completion(sent, about) : { event: known.event, ...about } }
}

function completion({ responseData, responseBy }: Fields, about: OfRequest): HitlShEnding {
  const verdict = verdictIn(responseData)
  const userId = reviewerIn(responseBy)
  const base = { event: 'completed', ...about, ...(responseData !== undefined && { responseData }) } as const
  const who = userId === undefined ? {} : { userId }
  if (verdict === undefined)
    return { ...base, ...who, reason: 'response_data is not one of the values that can be offered' }
  return userId === undefined
    ? { ...base, verdict, reason: 'response_by names no reviewer by a user_id' }
    : { ...base, verdict, userId }
}

interface Fields {
  readonly event: Json | undefined
  readonly status: Json | undefined
  readonly requestId: Json | undefined
  readonly loopId: Json | undefined
  readonly responseData: Json | undefined
  readonly responseBy: Json | undefined
}

function fieldsOf(body: Json): Fields | undefined {
  if (!isObject(body)) return undefined
  const data = own(body, 'data')
  const event = own(body, 'event')
  if (data === undefined) {
    return {
      event,
      status: own(body, 'status'),
      requestId: own(body, 'request_id'),
      loopId: own(body, 'loop_id'),
      responseData: own(body, 'response_data'),
      responseBy: own(body, 'response_by'),
    }
  }
  const request = isObject(data) ? own(data, 'request') : undefined
  // A body that says it in both forms says it twice, and the two may differ.
  if (!isObject(data) || Object.hasOwn(body, 'request_id')) return undefined
  if (!isObject(request)) {
    const nothing = undefined
    const none = { status: nothing, requestId: nothing, loopId: nothing, responseData: nothing, responseBy: nothing }
    return accountEvents.has(event) ? { event, ...none } : undefined
  }
  return {
    event,
    status: own(request, 'status'),
    requestId: own(request, 'id'),
    loopId: own(request, 'loop_id'),
    responseData: own(request, 'response_data'),
    responseBy: own(data, 'reviewer') ?? own(request, 'response_by'),
  }
}
