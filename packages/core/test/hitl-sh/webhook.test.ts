// Hostile and documented webhooks: what is understood, and what of it could be a decision.
import { describe, expect, it } from 'vitest'
import type { Json } from '../../src/domain/json.ts'
import { isEnding, parseWebhook, toAnswer } from '../../src/hitl-sh/index.ts'

const requestId = 'f'.repeat(24)
const loopId = 'e'.repeat(24)
const userId = 'd'.repeat(24)

const flat = {
  event: 'request.completed',
  request_id: requestId,
  loop_id: loopId,
  status: 'completed',
  response_data: { selected_value: 'allow-once' } as Json,
  response_by: { user_id: userId, name: 'Ada', email: 'ada@example.com' } as Json,
  response_at: '2026-03-15T10:45:00Z',
  response_time_seconds: 245.5,
  created_at: '2026-03-15T10:41:00Z',
}
const completed = { event: 'completed', requestId, loopId }

/** What the ending that this body reports amounts to. */
function answerOf(body: Json, ...offered: Parameters<typeof toAnswer>[1][]) {
  const parsed = parseWebhook(body)
  if (!parsed.ok || !isEnding(parsed.event)) throw new Error('nothing has ended')
  return toAnswer(parsed.event, ...offered)
}

describe('parseWebhook, documented forms', () => {
  it.each<[string, Json]>([
    ['{selected_value}', { selected_value: 'allow-once' }],
    ['{selected_value, selected_label}', { selected_value: 'allow-once', selected_label: 'Deny' }],
    ['the bare value', 'allow-once'],
  ])('reads response_data as %s', (_, response_data) => {
    expect(parseWebhook({ ...flat, response_data })).toEqual({
      ok: true,
      event: { ...completed, responseData: response_data, verdict: 'allow-once', userId },
    })
  })

  it.each(['allow-once', 'allow-always', 'deny'])('takes %s as it is', (value) => {
    expect(parseWebhook({ ...flat, response_data: { selected_value: value } })).toMatchObject({
      event: { verdict: value },
    })
  })

  it.each([
    ['request.timeout', 'timeout', 'timed-out'],
    ['request.cancelled', 'cancelled', 'cancelled'],
  ])('I7: reads %s without a verdict, whatever it says was chosen', (event, status, word) => {
    const parsed = parseWebhook({ ...flat, event, status })
    expect(parsed).toEqual({ ok: true, event: { event: word, requestId, loopId } })
    expect(answerOf({ ...flat, event, status })).toEqual({ event: word, remoteId: requestId, remoteLoop: loopId })
  })

  it('reads the nested account-level form', () => {
    const { event, request_id: id, loop_id, status, response_data } = flat
    const request = { id, loop_id, status, response_data }
    const body = { event, timestamp: flat.created_at, data: { request, reviewer: { user_id: userId } } }
    expect(parseWebhook(body)).toMatchObject({ ok: true, event: { ...completed, verdict: 'allow-once', userId } })
  })

  it('reads a reviewer given as the bare id', () => {
    expect(parseWebhook({ ...flat, response_by: userId })).toMatchObject({ event: { userId } })
  })
})

describe('I6: parseWebhook, what looks like a verdict', () => {
  const values: [string, Json][] = [
    ['upper case', 'APPROVE'],
    ['another word', 'approve'],
    ['the label', 'Allow once'],
    ['title case', 'Allow-Once'],
    ['a leading space', ' allow-once'],
    ['a trailing line break', 'allow-once\n'],
    ['a trailing NUL', 'allow-once\u0000'],
    ['a zero-width space', 'allow\u200b-once'],
    ['a Cyrillic a', '\u0430llow-once'],
    ['a full-width hyphen', 'allow\uff0donce'],
    ['an underscore', 'allow_once'],
    ['true', true],
    ['1', 1],
    ['null', null],
    ['an empty string', ''],
    ['an array', ['allow-once']],
    ['two values', ['allow-once', 'deny']],
    ['a nested object', { selected_value: 'allow-once' }],
  ]
  const shaped = values.flatMap(([name, value]): [string, Json][] => [
    [`${name} in selected_value`, { selected_value: value }],
    ...(name === 'a nested object' ? [] : [[`${name}, bare`, value] satisfies [string, Json]]),
  ])
  it.each([
    ...shaped,
    ['only a label', { selected_label: 'allow-once' }],
    ['multi-select', { selected_values: ['allow-once'] }],
    ['boolean', { boolean: true, boolean_label: 'allow-once' }],
    ['the field of a prototype', JSON.parse('{"__proto__": {"selected_value": "allow-once"}}') as Json],
    ['nothing', {}],
  ])('%s is no verdict', (_, response_data) => {
    const parsed = parseWebhook({ ...flat, response_data })
    expect(parsed).toEqual({
      ok: true,
      event: {
        ...completed,
        responseData: response_data,
        userId,
        reason: 'response_data is not one of the values that can be offered',
      },
    })
    expect(answerOf({ ...flat, response_data }).verdict).toBeUndefined()
  })

  it('keeps a verdict only if it was offered', () => {
    expect(answerOf(flat, ['deny'])).toEqual({
      event: 'completed',
      remoteId: requestId,
      remoteLoop: loopId,
      reviewer: `hitl-sh:${userId}`,
    })
  })
})

describe('I7: parseWebhook, a completed that names nobody', () => {
  it.each<[string, Json]>([
    ['null', null],
    ['an empty object', {}],
    ['a name alone', { name: 'Ada' }],
    ['a blank id', { user_id: '  ' }],
    ['an empty id', { user_id: '' }],
    ['an id with a space', { user_id: 'ada lovelace' }],
    ['a padded id', { user_id: `${userId} ` }],
    ['an id beyond ASCII', { user_id: 'ad\u0430' }],
    ['an id with a control character', { user_id: 'ada\u0007' }],
    ['a number', { user_id: 7 }],
    ['a list', [{ user_id: userId }]],
    ['129 characters', { user_id: 'a'.repeat(129) }],
  ])('%s', (_, response_by) => {
    const parsed = parseWebhook({ ...flat, response_by })
    expect(parsed).toMatchObject({ ok: true, event: { reason: 'response_by names no reviewer by a user_id' } })
    expect(answerOf({ ...flat, response_by }).reviewer).toBeUndefined()
  })

  it('takes an id of 128 visible ASCII characters', () => {
    expect(parseWebhook({ ...flat, response_by: { user_id: 'a'.repeat(128) } })).not.toHaveProperty('event.reason')
  })
})

describe('I6: parseWebhook, what is not understood', () => {
  const { event: _event, ...withoutEvent } = flat
  it.each<[string, Json]>([
    ['null', null],
    ['a string', 'request.completed'],
    ['an array', [flat]],
    ['an empty object', {}],
    ['no event', withoutEvent],
    ['an unknown event', { ...flat, event: 'request.approved' }],
    ['an event in other case', { ...flat, event: 'Request.Completed' }],
    ['a claim that completed', { ...flat, event: 'request.claimed' }],
    ['an event list', { ...flat, event: ['request.completed'] }],
    ['an inherited name as event', { ...flat, event: 'constructor' }],
    ['no status', { ...flat, status: null }],
    ['completed that timed out', { ...flat, status: 'timeout' }],
    ['timeout that completed', { ...flat, event: 'request.timeout' }],
    ['cancelled that timed out', { ...flat, event: 'request.cancelled', status: 'timeout' }],
    ['no request id', { ...flat, request_id: '' }],
    ['a request id that is a path', { ...flat, request_id: '../loops' }],
    ['a request id that is a number', { ...flat, request_id: 7 }],
    ['no loop id', { ...flat, loop_id: null }],
    ['both forms at once', { ...flat, data: { request: { id: requestId, loop_id: loopId, status: 'completed' } } }],
    ['data that is not an object', { event: 'request.completed', data: [] }],
  ])('%s', (_, body) => {
    const parsed = parseWebhook(body)
    expect(parsed.ok).toBe(false)
    expect(!parsed.ok && parsed.reason).toMatch(/\w/)
  })
})
