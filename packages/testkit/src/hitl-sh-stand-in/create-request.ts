// Takes a create request into the ledger, as [DOCS-A create-request] says it is answered.
import { checkCreate } from './check-create.ts'
import { isRecord, type JsonRecord } from './json-record.ts'
import { newObjectId, type Ledger, type StandInLoop, type StandInRequest } from './ledger.ts'
import { bad, good, notAnObject, type Reply } from './reply.ts'

export function createRequest(ledger: Ledger, loop: StandInLoop, body: unknown): Reply {
  if (!isRecord(body)) return notAnObject()
  const rejection = checkCreate(body)
  if (rejection) return bad(400, rejection.msg, rejection.data)
  if (loop.members.length === 0) return bad(400, 'No active members found in the loop')
  const request = newRequest(ledger.now(), loop, body)
  ledger.requests.set(request.id, request)
  const { id, status, processing_type, type, priority, timeout_at } = request
  const data = {
    request_id: id,
    status,
    processing_type,
    type,
    priority,
    timeout_at,
    broadcasted_to: loop.members.length,
    notifications_sent: loop.members.length,
    polling_url: `/v1/api/requests/${id}`,
  }
  return good('Request created and broadcasted successfully', data, 201)
}

const deferredSeconds = 30 * 86_400

function newRequest(now: number, loop: StandInLoop, body: JsonRecord): StandInRequest {
  // The check before has seen that these are strings.
  const text = (field: string): string => {
    const value = body[field]
    return typeof value === 'string' ? value : ''
  }
  const seconds = typeof body.timeout_seconds === 'number' ? body.timeout_seconds : deferredSeconds
  const created = new Date(now).toISOString()
  return {
    id: newObjectId(),
    loop_id: loop.id,
    processing_type: text('processing_type'),
    type: text('type'),
    priority: text('priority'),
    request_text: text('request_text'),
    context: body.context ?? null,
    platform: text('platform'),
    response_type: text('response_type'),
    response_config: body.response_config ?? null,
    default_response: body.default_response ?? null,
    timeout_seconds: seconds,
    timeout_at: new Date(now + seconds * 1000).toISOString(),
    callback_url: body.callback_url === undefined ? null : text('callback_url'),
    broadcasted_to: loop.members.map(({ user_id, email }) => ({ user_id, email, notification_sent: true })),
    created_at: created,
    updated_at: created,
    status: 'pending',
    response_by: null,
    response_at: null,
    response_data: null,
    response_time_seconds: null,
  }
}
