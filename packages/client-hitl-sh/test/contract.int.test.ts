// The client against HITL.sh itself, where HOLDPOINT_HITL_SH_KEY and HOLDPOINT_HITL_SH_LOOP name a key and a loop whose
// members don't mind one question; else against the stand-in, so that the two are held to the same.
import { startHitlShStandIn } from '@holdpoint/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHitlShClient, createRequestOnce, type HitlShClient } from '../src/index.ts'

const { HOLDPOINT_HITL_SH_KEY: apiKey, HOLDPOINT_HITL_SH_LOOP: loopId, HOLDPOINT_HITL_SH_URL: baseUrl } = process.env

interface Service {
  readonly client: HitlShClient
  readonly loopId: string
  close(): Promise<void>
}

async function openStandIn(): Promise<Service> {
  const standIn = await startHitlShStandIn()
  const client = createHitlShClient({ apiKey: standIn.apiKey, baseUrl: standIn.url })
  return { client, loopId: standIn.loopId, close: standIn.close }
}

const openReal = async (): Promise<Service> => ({
  client: createHitlShClient({ apiKey: apiKey ?? '', timeoutMs: 30_000, ...(baseUrl !== undefined && { baseUrl }) }),
  loopId: loopId ?? '',
  close: async () => {},
})

const isReal = apiKey !== undefined && loopId !== undefined
if (!isReal)
  process.stderr.write('HITL.sh itself is not tested: set HOLDPOINT_HITL_SH_KEY and HOLDPOINT_HITL_SH_LOOP to do so.\n')

const services = [
  ['the stand-in', openStandIn, true],
  ['HITL.sh', openReal, isReal],
] as const

describe.each(services)('the contract with %s', (_, open, isOpen) => {
  let service: Service
  beforeAll(async () => {
    if (isOpen) service = await open()
  })
  afterAll(() => service?.close())

  it.skipIf(!isOpen)('takes the key, knows the loop and its members, and says what is left of the hour', async () => {
    const { client, loopId: id } = service
    expect(await client.testKey()).toMatchObject({ ok: true, value: { account_status: 'active' } })
    const loops = await client.listLoops()
    expect(loops.ok && loops.value.map((loop) => loop.id)).toContain(id)
    expect(await client.getLoop(id)).toMatchObject({ ok: true, value: { id } })
    const members = await client.listMembers(id)
    expect(members.ok && members.value.length).toBeGreaterThan(0)
    expect(client.allowance.state().remaining).toBeLessThan(client.allowance.state().limit)
  })

  it.skipIf(!isOpen)(
    'takes a question with options of our own, lists it by its marker, and takes it back',
    async () => {
      const { client, loopId: id } = service
      const marker = { holdpoint: `contract-${Date.now().toString(36)}`, ask: 'contract' }
      const question = {
        processing_type: 'time-sensitive',
        type: 'markdown',
        priority: 'low',
        request_text: 'A contract test of Holdpoint. Please leave it alone: it is taken back at once.',
        timeout_seconds: 60,
        response_type: 'single_select',
        response_config: { options: [{ value: 'deny', label: 'Deny' }], required: true },
        default_response: 'deny',
        platform: 'api',
      } as const
      const created = await createRequestOnce(client, id, question, { marker })
      if (!created.ok) throw new Error(created.message)
      const again = await createRequestOnce(client, id, question, { marker, isRepeat: true })
      expect(again.ok && again.value.request_id).toBe(created.value.request_id)
      expect(await client.getRequest(created.value.request_id)).toMatchObject({
        ok: true,
        value: { id: created.value.request_id, status: 'pending', loop_id: id },
      })
      expect(await client.cancelRequest(created.value.request_id)).toMatchObject({
        ok: true,
        value: { status: 'cancelled' },
      })
    },
  )

  it.skipIf(!isOpen)('answers what is not there as documented', async () => {
    const missing = await service.client.getRequest('0'.repeat(24))
    expect(missing).toMatchObject({ ok: false, status: 404, retryable: false })
  })
})
