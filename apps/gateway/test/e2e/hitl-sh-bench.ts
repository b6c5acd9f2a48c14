// A gateway that asks its reviewers on a HITL.sh stand-in, with the keys and words that a walk there takes.
import { startHitlShStandIn, type HitlShStandIn, type StandInRequest } from '@holdpoint/testkit'
import type { Answer, Api, WireApproval } from './api.ts'
import { eventually } from './eventually.ts'
import { startGateway, type GatewayProcess } from './gateway-process.ts'
import { hold, message, read } from './held-message.ts'

export interface HitlShBench {
  readonly standIn: HitlShStandIn
  readonly gateway: GatewayProcess
  readonly bot: Api
  /** What the gateway was started with. */
  readonly config: object
  /** Holds a message, and waits until the gateway knows what its question is called there. */
  ask(text: string): Promise<{ readonly approval: WireApproval; readonly question: StandInRequest }>
  /** Posts to the path of a callback URL as HITL.sh would, but for what is given. */
  callBack(url: string | null, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>
  close(): Promise<void>
}

export async function openHitlShBench(confirm: 'always' | 'never' = 'always'): Promise<HitlShBench> {
  const standIn = await startHitlShStandIn({ rateLimit: 10_000, callbackRetryMs: 20 })
  const { apiKey, loopId, url: baseUrl } = standIn
  const config = { hitlSh: { apiKey, loopId, baseUrl, confirm } }
  const gateway = await startGateway({ config })
  const made = await gateway.operator.post('/v1/keys', { name: 'bot', scopes: ['request'], loops: ['default'] })
  const bot = gateway.api(made.body.key)
  return {
    standIn,
    gateway,
    bot,
    config,
    async ask(text) {
      const approval = await hold(bot, message(text))
      return { approval, question: await questionOf(standIn, gateway, approval.id) }
    },
    callBack: (url, body, headers) => gateway.api().post(new URL(url ?? '').pathname, body, headers),
    close: async () => void (await Promise.all([gateway.remove(), standIn.close()])),
  }
}

/** The question that was put for this approval, once the gateway has recorded it. */
export async function questionOf(standIn: HitlShStandIn, gateway: GatewayProcess, id: string): Promise<StandInRequest> {
  const remoteId = await eventually(
    `${id} is asked at HITL.sh`,
    async () => (await read(gateway, id)).asks?.[0]?.remoteId,
  )
  const question = standIn.requests().find((request) => request.id === remoteId)
  if (question === undefined) throw new Error(`HITL.sh has no request ${remoteId}`)
  return question
}

/** A flat callback in which the first member of the loop allows once. */
export const allowed = ({ id, loop_id }: StandInRequest, { members }: HitlShStandIn) => ({
  event: 'request.completed',
  request_id: id,
  loop_id,
  status: 'completed',
  response_data: { selected_value: 'allow-once' },
  response_by: members[0],
  response_at: new Date().toISOString(),
})
