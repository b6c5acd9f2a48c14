// The outbound choke point: a message is held, and the gateway itself delivers it once a human has allowed it.
import { isEnded, type Approval, type Status } from '../domain/approval.ts'
import { errorTable, ok, refuse, type ErrorCode } from '../domain/errors.ts'
import type { Principal } from '../domain/principal.ts'
import { outboundAction, parseOutbound } from '../parse/outbound.ts'
import type { ApprovalResult } from '../service/commit.ts'
import { locationOf } from './approval-answer.ts'
import { etag, idempotencyKey, preferredWaitMs } from './headers.ts'
import type { HttpRequest, HttpResponse } from './http.ts'
import { readJson } from './read-body.ts'
import { gateProblem, json, type Header } from './respond.ts'
import type { GuardedRoute, RouteContext } from './route.ts'
import { toWire } from './wire.ts'

export const outboundKind = 'outbound.message'

export const outboundRoute: GuardedRoute = {
  method: 'POST',
  path: '/v1/outbound',
  operationId: 'sendOutbound',
  summary: 'Hold a message; the gateway delivers it when it is approved. `Prefer: wait=<s>` waits for that',
  parameters: ['Prefer', 'Idempotency-Key', 'Holdpoint-Approval'],
  body: 'OutboundMessage',
  answers: {
    200: { means: 'Delivered.', schema: 'OutboundResult', headers: ['ETag', 'Location', 'Preference-Applied'] },
    202: {
      means: 'Not decided or not delivered yet; `Location` is its approval.',
      schema: 'OutboundHeld',
      headers: ['ETag', 'Location', 'Preference-Applied', 'Retry-After'],
    },
    400: { means: 'A field is wrong; `field` names it.' },
    403: { means: '`denied`, `expired` or `revoked`: never delivered.' },
    409: { means: '`cancelled`, `lapsed` or `idempotency_mismatch`.' },
    502: { means: '`failed` or `unknown`: what the channel answered is in `approval.detail`.' },
  },
  async run({ request, principal }, context) {
    const timeoutMs = preferredWaitMs(request, context.maxWaitMs)
    const held = await holdOrFind(request, principal, context)
    if (!held.ok) return gateProblem(held)
    const { approvals } = context
    const until = (approval: Approval) => isEnded(approval.status)
    const waited =
      timeoutMs === 0
        ? held
        : await approvals.wait(principal, held.value.id, { timeoutMs, signal: request.signal, until })
    if (!waited.ok) return gateProblem(waited)
    return answerOutbound(waited.value, timeoutMs === 0 ? [] : [['preference-applied', `wait=${timeoutMs / 1000}`]])
  },
}

/** A repeat that names its approval only waits for it, and never sends. */
async function holdOrFind(request: HttpRequest, principal: Principal, context: RouteContext): Promise<ApprovalResult> {
  const { approvals, limits, outbound } = context
  const key = idempotencyKey(request)
  if (!key.ok) return key
  const body = await readJson(request, limits)
  if (!body.ok) return body
  const message = parseOutbound(body.value)
  if (!message.ok) return message
  const { loop, claim, context: about, expiresInMs, ...content } = message.value
  if (!outbound.has(content.channel))
    return refuse(
      'invalid_request',
      `There is no channel of this name; there are: ${[...outbound].join(', ')}.`,
      'channel',
    )
  const action = outboundAction(content)

  const earlier = request.header('holdpoint-approval')
  if (earlier !== undefined) {
    const found = await approvals.get(principal, earlier)
    if (!found.ok) return found
    return found.value.executor === 'gateway' && found.value.action.kind === outboundKind
      ? found
      : refuse(
          'invalid_request',
          'Holdpoint-Approval names an approval that is not of an outbound message.',
          'Holdpoint-Approval',
        )
  }
  const draft = {
    action,
    ...(loop !== undefined && { loop }),
    ...(claim && { claim }),
    ...(about !== undefined && { context: about }),
    ...(expiresInMs !== undefined && { expiresInMs }),
  }
  const made = await approvals.request(principal, draft, {
    executor: 'gateway',
    ...(key.value !== undefined && { idempotencyKey: key.value }),
  })
  return made.ok ? ok(made.value.approval) : made
}

function answerOutbound(approval: Approval, applied: readonly Header[]): HttpResponse {
  const headers: Header[] = [['etag', etag(approval.version)], ['location', locationOf(approval)], ...applied]
  if (approval.status === 'succeeded')
    return json(200, { outcome: 'ran', approval: toWire(approval), result: approval.detail ?? {} }, headers)
  if (!isEnded(approval.status))
    return json(202, { outcome: 'held', approval: toWire(approval) }, [['retry-after', '5'], ...headers])
  const code = endedCode(approval.status)
  const why = approval.reason === undefined ? '' : ` Reason given: ${approval.reason}`
  return gateProblem({ code, detail: `${errorTable[code].meaning}${why}`, approval })
}

/** How an approval ended is its own code; what ended well or not at all never gets here. */
const endedCode = (status: Status): ErrorCode =>
  status === 'pending' || status === 'approved' || status === 'started' || status === 'succeeded' ? 'internal' : status
