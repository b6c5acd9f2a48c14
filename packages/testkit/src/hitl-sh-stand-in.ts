// A HITL.sh to test against: a real HTTP server on loopback that speaks the documented protocol, plays the reviewers, calls
// back, and fails on demand. It shares no code with the client, so that the two can't agree by mistake.
import { createServer } from 'node:http'
import type { Json } from '@holdpoint/core'
import { createKeyCheck } from './hitl-sh-stand-in/key-check.ts'
import { newObjectId, type Ledger, type StandInMember, type StandInRequest } from './hitl-sh-stand-in/ledger.ts'
import { createFaults, type Misbehaviour } from './hitl-sh-stand-in/misbehaviour.ts'
import { flatCallback, postCallback, type CallbackReport } from './hitl-sh-stand-in/post-callback.ts'
import { answerAs, cancelFrom, claim, runOut, type AnswerOptions } from './hitl-sh-stand-in/reviewers.ts'
import { serve, type StandInCall } from './hitl-sh-stand-in/serve.ts'

export interface HitlShStandInOptions {
  /** Default `hitl_test_…`, made up. */
  readonly apiKey?: string
  /** Calls an hour; default 100, as documented. */
  readonly rateLimit?: number
  /** The members of the first loop; two by default. */
  readonly members?: readonly StandInMember[]
  /** Lists without `context`: the documents only promise a subset. */
  readonly bareLists?: boolean
  /** The pause before a callback's first retry, doubled for each next one; default 50. */
  readonly callbackRetryMs?: number
  /** Default: any free one. */
  readonly port?: number
  /** Epoch ms. */
  readonly now?: () => number
}

export interface CallbackOptions {
  /** Default: the request's own callback URL. */
  readonly url?: string
  /** Default `application/json`. */
  readonly contentType?: string
}

export interface HitlShStandIn {
  /** Ends in `/v1`: the client's `baseUrl`. */
  readonly url: string
  readonly apiKey: string
  /** A loop with members. */
  readonly loopId: string
  readonly members: readonly StandInMember[]
  /** Copies, oldest first. */
  requests(): readonly Readonly<StandInRequest>[]
  /** Every call that came, oldest first. */
  calls(): readonly StandInCall[]
  claim(requestId: string): void
  /** Answers as a reviewer, then calls back. */
  answer(requestId: string, value: Json, options?: AnswerOptions): Promise<CallbackReport>
  /** Time runs out. As `completed` it is with the default applied and nobody named, as one page of the documents has it. */
  timeout(requestId: string, as?: 'timeout' | 'completed'): Promise<CallbackReport>
  cancelByService(requestId: string): Promise<CallbackReport>
  /** Sends the request's flat callback with some fields replaced (`undefined` drops one), or any text as it is. */
  callback(
    requestId: string,
    overrides?: Readonly<Record<string, Json | undefined>> | string,
    options?: CallbackOptions,
  ): Promise<CallbackReport>
  /** Fails as told from now on; `{}` ends it. */
  misbehave(misbehaviour: Misbehaviour): void
  /** Cuts what is open and stops. */
  close(): Promise<void>
}

const defaultMembers: readonly StandInMember[] = [
  { user_id: 'a'.repeat(24), name: 'Ada', email: 'ada@example.com' },
  { user_id: 'b'.repeat(24), name: 'Ben', email: 'ben@example.com' },
]

/** Listens on 127.0.0.1 before it resolves. */
export async function startHitlShStandIn(options: HitlShStandInOptions = {}): Promise<HitlShStandIn> {
  const {
    rateLimit = 100,
    members = defaultMembers,
    bareLists = false,
    callbackRetryMs: retryMs = 50,
    now = Date.now,
  } = options
  const apiKey = options.apiKey ?? `hitl_test_${newObjectId()}`
  const loopId = newObjectId()
  const ledger: Ledger = {
    loops: new Map([[loopId, { id: loopId, name: 'Approvals', icon: 'shield', members }]]),
    requests: new Map(),
    now,
  }
  const faults = createFaults()
  const checkKey = createKeyCheck({ apiKey, rateLimit, now })
  const calls: StandInCall[] = []
  const closing = new AbortController()
  const { signal } = closing

  const callback: HitlShStandIn['callback'] = async (requestId, overrides = {}, { url, contentType } = {}) => {
    const request = ledger.requests.get(requestId)
    if (!request) throw new Error(`there is no request ${requestId}`)
    const to = url ?? request.callback_url
    if (to === null) return { delivered: false, statuses: [] }
    const reviewer = members.find((member) => member.user_id === request.response_by)
    const body =
      typeof overrides === 'string' ? overrides : JSON.stringify({ ...flatCallback(request, reviewer), ...overrides })
    return postCallback(to, body, { retryMs, signal, contentType })
  }

  const answer: HitlShStandIn['answer'] = async (requestId, value, answerOptions = {}) => {
    const { user_id, name, email } = answerAs(ledger, requestId, value, answerOptions)
    return callback(requestId, { response_by: { user_id, name, email } })
  }

  const server = createServer((incoming, response) => {
    serve(incoming, response, {
      ledger,
      faults,
      checkKey,
      bareLists,
      signal,
      onCall: (call) => calls.push(call),
      async onCreated(requestId) {
        const early = faults.takeEarlyAnswer()
        if (early) await answer(requestId, early.value, { unchecked: true })
      },
    }).catch(() => incoming.socket.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the stand-in has no port')

  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    apiKey,
    loopId,
    members,
    requests: () => structuredClone([...ledger.requests.values()]),
    calls: () => [...calls],
    claim: (requestId) => claim(ledger, requestId),
    answer,
    async timeout(requestId, as = 'timeout') {
      runOut(ledger, requestId, as)
      return callback(requestId)
    },
    async cancelByService(requestId) {
      cancelFrom(ledger, requestId)
      return callback(requestId)
    },
    callback,
    misbehave: (misbehaviour) => faults.set(misbehaviour),
    close() {
      closing.abort()
      return new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
}
