// The stand-in keeps to what HITL.sh documents of its API.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStandInBench, validCreate, type StandInBench } from './stand-in-bench.ts'

let bench: StandInBench
beforeEach(async () => {
  bench = await openStandInBench()
})
afterEach(() => bench.close())

describe('protocol', () => {
  it('answers a create with 201 and the documented data', async () => {
    const { status, json } = await bench.create()
    expect(status).toBe(201)
    expect(json).toEqual({
      error: false,
      msg: 'Request created and broadcasted successfully',
      data: {
        request_id: expect.stringMatching(/^[0-9a-f]{24}$/) as string,
        status: 'pending',
        processing_type: 'time-sensitive',
        type: 'markdown',
        priority: 'high',
        timeout_at: expect.stringMatching(/Z$/) as string,
        broadcasted_to: 2,
        notifications_sent: 2,
        polling_url: `/v1/api/requests/${String(json.data.request_id)}`,
      },
    })
  })

  it.each<[string, Record<string, unknown>, string]>([
    ['type text', { type: 'text' }, 'type must be one of: markdown, image, file, video, audio'],
    ['priority normal', { priority: 'normal' }, 'priority must be one of: low, medium, high, critical'],
    ['no priority', { priority: undefined }, 'priority is required'],
    ['no text', { request_text: '' }, 'request_text must be between 1 and 2000 characters'],
    ['2,001 characters', { request_text: 'x'.repeat(2001) }, 'request_text must be between 1 and 2000 characters'],
    ['no time limit', { timeout_seconds: undefined }, 'timeout_seconds is required for time-sensitive requests'],
    ['59 s', { timeout_seconds: 59 }, 'timeout_seconds must be between 60 and 86400'],
    ['over a day', { timeout_seconds: 86_401 }, 'timeout_seconds must be between 60 and 86400'],
    ['half a second', { timeout_seconds: 60.5 }, 'timeout_seconds must be between 60 and 86400'],
    ['no default', { default_response: undefined }, 'default_response is required'],
    ['a default of another type', { default_response: true }, 'default_response must match the response type'],
    ['platform cli', { platform: 'cli' }, 'platform must be one of: n8n, zapier, web_portal, api, mobile, webhook'],
    ['a relative callback', { callback_url: '/callback' }, 'callback_url must be a valid URL'],
    ['no options', { response_config: {} }, 'options array required for select response type'],
    ['empty options', { response_config: { options: [] } }, 'options must have between 1 and 20 entries'],
  ])('refuses %s with 400', async (_, changes, data) => {
    expect(await bench.create(changes)).toMatchObject({ status: 400, json: { error: true, data } })
    expect(bench.standIn.requests()).toEqual([])
  })

  it.each([
    ['no key', '', 'API key required'],
    ['Basic', 'Basic abc', 'Missing or invalid authorization header'],
    ['another format', 'Bearer sk_live_1', 'Invalid API key format'],
    ['a wrong key', 'Bearer hitl_test_wrong', 'Invalid API key'],
  ])('refuses %s with 401', async (_, authorization, msg) => {
    expect(await bench.call('GET', '/test', undefined, authorization)).toMatchObject({
      status: 401,
      json: { error: true, msg },
    })
  })

  it('refuses bodies that are not a JSON object', async () => {
    const path = `/api/loops/${bench.standIn.loopId}/requests`
    for (const body of ['{', '[]', 'null'])
      expect(await bench.call('POST', path, body)).toMatchObject({ status: 400, json: { msg: 'Invalid request body' } })
  })

  it('reads, lists, filters and cancels', async () => {
    const id = await bench.createdId()
    expect(await bench.call('GET', `/api/requests/${id}`)).toMatchObject({
      status: 200,
      json: { data: { request: { id, status: 'pending', context: { any: 'thing' }, response_by: null } } },
    })
    expect((await bench.call('GET', `/api/loops/${bench.standIn.loopId}/requests`)).json.data).toMatchObject({
      count: 1,
    })
    expect((await bench.call('GET', '/api/requests?status=pending&limit=1')).json.data).toMatchObject({
      total: 1,
      has_more: false,
    })
    expect((await bench.call('GET', '/api/requests?status=completed')).json.data).toMatchObject({ total: 0 })
    expect((await bench.call('GET', '/api/requests?limit=101')).status).toBe(400)
    expect((await bench.call('DELETE', `/api/requests/${id}`)).json.data).toMatchObject({
      status: 'cancelled',
      previous_status: 'pending',
    })
    expect(await bench.call('DELETE', `/api/requests/${id}`)).toMatchObject({
      status: 400,
      json: { msg: 'Request cannot be cancelled in current state' },
    })
  })

  it('answers 404 for what it does not know', async () => {
    expect(await bench.call('GET', `/api/requests/${'0'.repeat(24)}`)).toMatchObject({
      status: 404,
      json: { msg: 'Request not found' },
    })
    expect(await bench.call('GET', `/api/loops/${'0'.repeat(24)}`)).toMatchObject({
      status: 404,
      json: { msg: 'Loop not found' },
    })
    expect((await bench.call('GET', '/api/loops/x')).json.msg).toBe('Invalid loop ID format')
    expect((await bench.call('GET', '/approvals')).status).toBe(404)
    // As the documents of 2025-09 write the paths, without /api.
    expect((await bench.call('GET', '/requests')).status).toBe(200)
  })

  it('refuses requests in a loop that nobody has joined', async () => {
    const made = await bench.call('POST', '/api/loops', { name: 'Empty', icon: 'x' })
    const { id } = made.json.data.loop as { id: string }
    expect(await bench.call('POST', `/api/loops/${id}/requests`, validCreate(bench.callbackUrl))).toMatchObject({
      status: 400,
      json: { msg: 'No active members found in the loop' },
    })
    expect((await bench.call('GET', `/api/loops/${bench.standIn.loopId}/members`)).json.data).toMatchObject({
      active_count: 2,
    })
  })

  it('counts calls and bench.answers 429 past the limit', async () => {
    for (let left = 49; left >= 0; left--)
      expect((await bench.call('GET', '/test')).headers.get('x-ratelimit-remaining')).toBe(String(left))
    const { status, headers, json } = await bench.call('GET', '/test')
    expect(status).toBe(429)
    expect(Number(headers.get('x-ratelimit-reset')) * 1000).toBeGreaterThan(Date.now())
    expect(json.data).toMatchObject({ usage_count: 50, usage_limit: 50, remaining: 0 })
  })
})
