// Reads a HITL.sh webhook. It takes parsed JSON, so that whoever reads the bytes decides what JSON is: give it a parser
// that refuses duplicate keys, or the last of two `status` wins. It says what was sent, not whether it counts.
import type { Json } from '../domain/json.ts'
import type { Verdict } from '../domain/vote.ts'
import { isObject, own, reviewerIn, verdictIn } from './chosen.ts'
import { isHitlShId } from './parse-wire.ts'

export type HitlShEvent =
  | {
      readonly event: 'completed'
      readonly requestId: string
      readonly loopId: string
      readonly verdict?: Verdict
      /** The reviewer's user id at HITL.sh. */
      readonly userId?: string
      /** Why it can't be a decision as it stands: no verdict of ours, or nobody named. Never set with both there. */
      readonly reason?: string
    }
  | { readonly event: 'timed-out' | 'cancelled'; readonly requestId: string; readonly loopId: string }

export type ParsedWebhook =
  | { readonly ok: true; readonly event: HitlShEvent }
  | { readonly ok: false; readonly reason: string }

const events = new Map([
  ['request.completed', { event: 'completed', status: 'completed' }],
  ['request.timeout', { event: 'timed-out', status: 'timeout' }],
  ['request.cancelled', { event: 'cancelled', status: 'cancelled' }],
] as const)

/**
 * Reads the flat per-request form [DOCS-B webhooks] and the nested account-level one [DOCS-A webhooks]. Never throws.
 * Not understood: another event, a status that disagrees with it, no request or loop id, two forms in one body.
 */
export function parseWebhook(body: Json): ParsedWebhook {
  const sent = fieldsOf(body)
  if (sent === undefined) return { ok: false, reason: 'it is neither the flat nor the nested form of a webhook' }
  const { event: name, status, requestId, loopId } = sent
  const known = [...events].find(([event]) => event === name)?.[1]
  if (known === undefined) return { ok: false, reason: 'event is not one that ends a request' }
  if (status !== known.status) return { ok: false, reason: 'status does not agree with event' }
  if (typeof requestId !== 'string' || !isHitlShId(requestId))
    return { ok: false, reason: 'request_id is missing or malformed' }
  if (typeof loopId !== 'string' || !isHitlShId(loopId)) return { ok: false, reason: 'loop_id is missing or malformed' }
  if (known.event !== 'completed') return { ok: true, event: { event: known.event, requestId, loopId } }

  const verdict = verdictIn(sent.responseData)
  const userId = reviewerIn(sent.responseBy)
  const base = { event: known.event, requestId, loopId }
  const who = userId === undefined ? {} : { userId }
  if (verdict === undefined)
    return {
      ok: true,
      event: { ...base, ...who, reason: 'response_data is not one of the values that can be offered' },
    }
  if (userId === undefined)
    return { ok: true, event: { ...base, verdict, reason: 'response_by names no reviewer by a user_id' } }
  return { ok: true, event: { ...base, verdict, userId } }
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
  if (!isObject(data) || !isObject(request) || Object.hasOwn(body, 'request_id')) return undefined
  return {
    event,
    status: own(request, 'status'),
    requestId: own(request, 'id'),
    loopId: own(request, 'loop_id'),
    responseData: own(request, 'response_data'),
    responseBy: own(data, 'reviewer') ?? own(request, 'response_by'),
  }
}
