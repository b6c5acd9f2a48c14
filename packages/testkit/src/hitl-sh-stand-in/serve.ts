// The HTTP side of the stand-in: reads a call, checks the key, runs the route, and fails where it was told to.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { Checked, KeyCheck } from './key-check.ts'
import type { Ledger } from './ledger.ts'
import type { Faults } from './misbehaviour.ts'
import { bad, good, type Reply } from './reply.ts'
import { answerRoute, matchRoute, type Matched, type Operation } from './routes.ts'

export interface StandInCall {
  readonly operation: Operation
  readonly method: string
  readonly path: string
}

export interface ServeOptions {
  readonly ledger: Ledger
  readonly faults: Faults
  readonly keys: KeyCheck
  readonly bareLists: boolean
  readonly signal: AbortSignal
  /** Told of each call before it is answered. */
  readonly onCall: (call: StandInCall) => void
  /** Runs after a create and before its answer. */
  readonly onCreated: (requestId: string) => Promise<void>
}

const maxBodyBytes = 1_048_576

export async function serve(incoming: IncomingMessage, response: ServerResponse, options: ServeOptions): Promise<void> {
  const { faults, signal } = options
  const method = incoming.method ?? ''
  const url = new URL(incoming.url ?? '/', 'http://stand-in.invalid')
  const matched = url.pathname.startsWith('/v1/') ? matchRoute(method, url.pathname.slice(3)) : undefined
  if (!matched) return send(response, bad(404, 'Not found'))
  options.onCall({ operation: matched.operation, method, path: url.pathname })

  const fault = faults.take(matched.operation)
  if (fault === 'hang') return
  if (fault === 'reset') return void incoming.socket.destroy()
  if (fault === 'redirect') return void response.writeHead(307, { location: 'http://127.0.0.1:9/elsewhere' }).end()
  if (typeof fault === 'object' && 'delayMs' in fault) await pause(fault.delayMs, undefined, { signal })

  const checked = options.keys.check(incoming.headers.authorization)
  if (typeof fault === 'object' && 'status' in fault)
    return send(response, bad(fault.status, saidOf(fault.status)), checked.headers)
  const reply = checked.refusal ?? (await run(incoming, matched, url.searchParams, checked, options))
  if (matched.operation === 'cancel' && isRefunded(reply)) options.keys.refund()
  const createdId = matched.operation === 'create' ? createdIdIn(reply) : undefined
  if (createdId !== undefined) await options.onCreated(createdId)
  if (fault === 'duplicate-id' && createdId !== undefined)
    return send(response, withId(reply, options.ledger), checked.headers)

  if (fault === 'lose-answer') return void incoming.socket.destroy()
  if (fault === 'garbage') return void response.writeHead(200, checked.headers).end('<html>{"error": fal')
  if (fault === 'huge') return void response.writeHead(200, checked.headers).end(Buffer.alloc(2 * maxBodyBytes, 0x20))
  if (fault === 'error-flag') return send(response, bad(200, 'Internal server error'), checked.headers)
  send(response, reply, checked.headers)
}

async function run(
  incoming: IncomingMessage,
  matched: Matched,
  query: URLSearchParams,
  { budget }: Checked,
  { ledger, bareLists }: ServeOptions,
): Promise<Reply> {
  if (matched.operation === 'test') return keyReply(budget)
  const body = incoming.method === 'POST' || incoming.method === 'PUT' ? await readJson(incoming) : undefined
  if (body === malformed) return bad(400, 'Invalid request body', { field: 'body', issue: 'must be valid JSON' })
  return answerRoute(ledger, { ...matched, query, body, bareLists })
}

function keyReply({ limit, remaining, resetAt }: Checked['budget']): Reply {
  const rate_limit = { limit, remaining, reset_at: new Date(resetAt).toISOString() }
  const permissions = ['loops:read', 'loops:write', 'requests:read', 'requests:write']
  const account = { api_key_id: '0'.repeat(24), user_id: '1'.repeat(24), email: 'owner@example.com' }
  const data = { ...account, account_status: 'active', rate_limit, permissions }
  return good('API key is valid', data)
}

/** The id of the oldest request in place of this one's. */
function withId(reply: Reply, { requests }: Ledger): Reply {
  const [oldest] = requests.keys()
  const data = typeof reply.data === 'object' ? { ...reply.data, request_id: oldest } : reply.data
  return { ...reply, data }
}

function isRefunded({ data }: Reply): boolean {
  if (typeof data !== 'object' || data === null || !('refund_info' in data)) return false
  const { refund_info: info } = data
  return typeof info === 'object' && info !== null && 'refunded' in info && info.refunded === true
}

function createdIdIn({ data }: Reply): string | undefined {
  if (typeof data !== 'object' || data === null || !('request_id' in data)) return undefined
  return typeof data.request_id === 'string' ? data.request_id : undefined
}

const malformed = Symbol('malformed')

async function readJson(incoming: AsyncIterable<Buffer>): Promise<unknown> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    size += chunk.byteLength
    if (size > maxBodyBytes) return malformed
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString())
  } catch {
    return malformed
  }
}

function saidOf(status: number): string {
  if (status === 429) return 'API rate limit exceeded'
  return status === 500 ? 'Internal server error' : 'Service temporarily unavailable'
}

function send(
  response: ServerResponse,
  { status, ...envelope }: Reply,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(envelope))
}
