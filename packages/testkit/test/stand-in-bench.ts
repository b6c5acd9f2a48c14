// A stand-in, a receiver of its callbacks, and plain HTTP calls: no client of ours that could agree with it by mistake.
import { createServer } from 'node:http'
import { startHitlShStandIn, type HitlShStandIn } from '../src/index.ts'

export interface Received {
  readonly path: string
  readonly body: Record<string, unknown>
  readonly contentType: string | undefined
}

export interface Answered {
  readonly status: number
  readonly headers: Headers
  readonly json: { readonly error: boolean; readonly msg: string; readonly data: Record<string, unknown> }
}

export interface StandInBench {
  readonly standIn: HitlShStandIn
  /** The callbacks that came. */
  readonly received: readonly Received[]
  /** The statuses that the next callbacks are answered with; 200 when it is empty. */
  readonly answers: number[]
  readonly callbackUrl: string
  /** An empty `authorization` sends none. */
  call(method: string, path: string, body?: unknown, authorization?: string): Promise<Answered>
  /** A valid create request with some fields changed. */
  create(changes?: Record<string, unknown>): Promise<Answered>
  createdId(): Promise<string>
  close(): Promise<void>
}

export async function openStandInBench(): Promise<StandInBench> {
  const received: Received[] = []
  const answers: number[] = []
  const receiver = createServer((incoming, response) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const text = Buffer.concat(chunks).toString()
      const contentType = incoming.headers['content-type']
      const body = contentType === 'application/json' ? (JSON.parse(text) as Record<string, unknown>) : { text }
      received.push({ path: incoming.url ?? '', body, contentType })
      response.writeHead(answers.shift() ?? 200).end()
    })
  })
  await new Promise<void>((resolve) => void receiver.listen(0, '127.0.0.1', resolve))
  const address = receiver.address()
  const callbackUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/callback`
  const standIn = await startHitlShStandIn({ callbackRetryMs: 1, rateLimit: 50 })

  const call: StandInBench['call'] = async (method, path, body, authorization = `Bearer ${standIn.apiKey}`) => {
    const answer = await fetch(standIn.url + path, {
      method,
      headers: { connection: 'close', ...(authorization === '' ? {} : { authorization }) },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    return { status: answer.status, headers: answer.headers, json: (await answer.json()) as Answered['json'] }
  }
  const create: StandInBench['create'] = (changes = {}) =>
    call('POST', `/api/loops/${standIn.loopId}/requests`, { ...validCreate(callbackUrl), ...changes })

  return {
    standIn,
    received,
    answers,
    callbackUrl,
    call,
    create,
    createdId: async () => String((await create()).json.data.request_id),
    async close() {
      await standIn.close()
      receiver.closeAllConnections()
      await new Promise((resolve) => void receiver.close(resolve))
    },
  }
}

export const validCreate = (callback_url: string) => ({
  processing_type: 'time-sensitive',
  type: 'markdown',
  priority: 'high',
  request_text: 'May I?',
  timeout_seconds: 60,
  response_type: 'single_select',
  response_config: {
    options: [
      { value: 'allow-once', label: 'Allow once' },
      { value: 'deny', label: 'Deny' },
    ],
    required: true,
  },
  default_response: 'deny',
  platform: 'api',
  callback_url,
  context: { any: 'thing' },
})
