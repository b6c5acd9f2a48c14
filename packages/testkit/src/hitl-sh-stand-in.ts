// A HITL.sh to test against: a real HTTP server on loopback that speaks the documented protocol, plays the reviewers, calls
// back, and fails on demand. It shares no code with the client, so that the two can't agree by mistake.
import { createServer } from 'node:http'
import type { Json } from '@holdpoint/core'
import { createKeyCheck } from './hitl-sh-stand-in/key-check.ts'
import { newObjectId, type Ledger, type StandInMember, type StandInRequest } from './hitl-sh-stand-in/ledger.ts'
import { createFaults, type Misbehaviour } from './hitl-sh-stand-in/misbehaviour.ts'
import { accountHeaders, accountLadder, nestedBody, type AccountWebhook } from './hitl-sh-stand-in/nested-webhook.ts'
import { flatCallback, postCallback, type CallbackReport } from './hitl-sh-stand-in/post-callback.ts'
import { abandon, answerAs, cancelFrom, claim, runOut, type AnswerOptions } from './hitl-sh-stand-in/reviewers.ts'
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
  /** Account-level webhooks go there too: nested and signed, for every event of a request. */
  readonly account?: AccountWebhook
  /** Told of each request that was created. */
  readonly onRequest?: (request: Readonly<StandInRequest>) => void
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
  /** Whoever claimed it gives it back. */
  abandon(requestId: string): void
  /** Answers as a reviewer, then calls back. */
  answer(requestId: string, value: Json, options?: AnswerOptions): Promise<CallbackReport>
  /**
   * Time runs out. As `completed` it is with the default applied (or what is given in its place) and nobody named, as one
   * page of the documents has it.
   */
  timeout(requestId: string, as?: 'timeout' | 'completed', applied?: Json): Promise<CallbackReport>
  cancelByService(requestId: string): Promise<CallbackReport>
  /** Sends the request's flat callback with some fields replaced (`undefined` drops one), or any text as it is. */
  callback(
    requestId: string,
    overrides?: Readonly<Record<string, Json | undefined>> | string,
    options?: CallbackOptions,
  ): Promise<CallbackReport>
  /** Sends what `holdCallbacks` kept back, in the order they came or the other way round. */
  releaseCallbacks(order?: 'as-they-came' | 'reversed'): Promise<void>
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
    loops: new Map([[loopId, { id: loopId, name: 'Approvals', icon: 'shield', description: '', members }]]),
    requests: new Map(),
    feedback: new Set(),
    now,
  }
  const faults = createFaults()
  const keys = createKeyCheck({ apiKey, rateLimit, now })
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
    return deliver(() => postCallback(to, body, { retryMs, signal, contentType }))
  }

  const held: (() => Promise<unknown>)[] = []
  /** As often as told, or later. */
  const deliver = async (post: () => Promise<CallbackReport>): Promise<CallbackReport> => {
    const { times, isHeld } = faults.callbacks()
    if (isHeld) {
      held.push(post)
      return { delivered: false, statuses: [] }
    }
    let report = await post()
    for (let sent = 1; sent < times; sent++) report = await post()
    return report
  }

  /** Tells the account of it, where one listens. */
  const tellAccount = async (requestId: string, event: string): Promise<void> => {
    const request = ledger.requests.get(requestId)
    const { account } = options
    if (!account || !request) return
    const reviewer = members.find((member) => member.user_id === request.response_by)
    const body = nestedBody(ledger, request, event, reviewer)
    const headers = accountHeaders(body, account.secret)
    const isFinal = (status: number) => status >= 400 && status <= 499 && status !== 408 && status !== 429
    await deliver(() => postCallback(account.url, body, { retryMs, signal, headers, ladder: accountLadder, isFinal }))
  }

  const ended = async (requestId: string, event: string, overrides: Readonly<Record<string, Json>> = {}) => {
    const report = await callback(requestId, overrides)
    await tellAccount(requestId, event)
    return report
  }

  const answer: HitlShStandIn['answer'] = async (requestId, value, answerOptions = {}) => {
    const { user_id, name, email } = answerAs(ledger, requestId, value, answerOptions)
    const response_by = answerOptions.nobody ? null : { user_id, name, email }
    return ended(requestId, 'request.completed', { response_by })
  }

  const server = createServer((incoming, response) => {
    serve(incoming, response, {
      ledger,
      faults,
      keys,
      bareLists,
      signal,
      onCall: (call) => calls.push(call),
      async onCreated(requestId) {
        const early = faults.takeEarlyAnswer()
        const created = ledger.requests.get(requestId)
        if (created) options.onRequest?.(structuredClone(created))
        void tellAccount(requestId, 'request.created')
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
    claim(requestId) {
      claim(ledger, requestId)
      void tellAccount(requestId, 'request.claimed')
    },
    abandon: (requestId) => abandon(ledger, requestId),
    answer,
    async timeout(requestId, as = 'timeout', applied?) {
      runOut(ledger, requestId, as, applied)
      return ended(requestId, `request.${as}`)
    },
    async cancelByService(requestId) {
      cancelFrom(ledger, requestId)
      return ended(requestId, 'request.cancelled')
    },
    callback,
    async releaseCallbacks(order = 'as-they-came') {
      const posts = held.splice(0)
      for (const post of order === 'reversed' ? posts.toReversed() : posts) await post()
    },
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
