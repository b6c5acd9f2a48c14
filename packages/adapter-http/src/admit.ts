// One request past a guard: either the guard answers it, or the host serves it and how that ends is recorded.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { PassedCall, RouteGuard } from '@holdpoint/core/http'
import { ClientPresence } from './client-presence.ts'
import { answerFailure, exchange, type BridgeOptions } from './exchange.ts'
import { NodeRequest } from './node-request.ts'
import { peekBody } from './peek-body.ts'
import { readBody } from './read-body.ts'

export interface AdmitOptions extends BridgeOptions {
  /** The request target as the client sent it, where the host has rewritten `req.url`. */
  readonly url?: string
  /**
   * Takes the body that the guard has read, for hosts that hand a body on themselves. Without it, the very bytes are
   * put back into `req`, for whatever parses it next.
   */
  readonly onBody?: (bytes: Uint8Array) => void
}

export interface Admitted {
  readonly call: PassedCall
  /** Serving it threw: recorded as failed, answered 500 if nothing was answered yet. Never rejects. */
  fail(error: unknown): Promise<void>
}

/** Undefined where the guard has answered, or there is nobody left to answer. Never rejects. */
export async function admit(
  judge: RouteGuard,
  req: IncomingMessage,
  res: ServerResponse,
  options: AdmitOptions = {},
): Promise<Admitted | undefined> {
  const { url, onBody } = options
  const presence = new ClientPresence(req, res)
  const read: typeof readBody = async (...args) => {
    if (!onBody) return peekBody(...args)
    const body = await readBody(...args)
    if (body.ok) onBody(body.bytes)
    return body
  }
  let call: PassedCall | undefined
  await exchange(req, res, presence, options, async (context) => {
    const verdict = await judge(
      new NodeRequest(req, presence, { read, ...(url !== undefined && { target: url }) }),
      context,
    )
    if (verdict.type === 'answered') return verdict.response
    call = verdict.call
    return undefined
  })
  if (!call) return undefined
  for (const [name, value] of call.headers) if (!res.headersSent) res.setHeader(name, value)
  const record = recordOutcome(call, res, presence)
  return {
    call,
    fail(error) {
      record('failed')
      return answerFailure(req, res, presence, error, options)
    },
  }
}

type Outcome = Parameters<NonNullable<PassedCall['finish']>>[0]

/** Succeeded or failed once the answer is fully written; unknown if the connection dies first. The first one counts. */
function recordOutcome(call: PassedCall, res: ServerResponse, presence: ClientPresence): (outcome: Outcome) => void {
  let recorded = false
  const record = (outcome: Outcome) => {
    if (recorded) return
    recorded = true
    void call.finish?.(outcome)
  }
  res.once('finish', () => record(res.statusCode < 500 ? 'succeeded' : 'failed'))
  presence.onGone(() => record('unknown'))
  return record
}
