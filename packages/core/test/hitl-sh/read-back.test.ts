// The API's answers: read leniently where nothing is decided by it, judged strictly where something is.
import { describe, expect, it } from 'vitest'
import {
  answerFromRequest,
  parseCancelledRequest,
  parseCreatedLoop,
  parseCreatedRequest,
  parseDeletedLoop,
  parseEnvelope,
  parseFeedbackReceipt,
  parseHitlShKey,
  parseLoop,
  parseLoopList,
  parseMembers,
  parseRemovedMember,
  parseRequest,
  parseRequestList,
  parseRequestPage,
  type HitlShParsed,
} from '../../src/hitl-sh/index.ts'

const id = 'f'.repeat(24)
const loop_id = 'e'.repeat(24)
const user = 'd'.repeat(24)

describe('wire shapes', () => {
  it.each<[string, HitlShParsed<unknown>, unknown]>([
    ['envelope', parseEnvelope({ error: false, msg: 'ok', data: 1, more: 2 }), { error: false, msg: 'ok', data: 1 }],
    ['envelope without msg', parseEnvelope({ error: true }), { error: true, msg: '' }],
    ['created', parseCreatedRequest({ request_id: id, broadcasted_to: 2 }), { request_id: id }],
    [
      'cancelled',
      parseCancelledRequest({ request_id: id, status: 'cancelled' }),
      { request_id: id, status: 'cancelled' },
    ],
    ['loops', parseLoopList({ loops: [{ id, name: 'a', icon: 'x' }] }), [{ id, name: 'a', icon: 'x' }]],
    ['created loop', parseCreatedLoop({ loop: { id, name: 'a' }, join_url: 'x' }), { id, name: 'a', join_url: 'x' }],
    ['key', parseHitlShKey({ api_key_id: id, account_status: 'active' }), { api_key_id: id, account_status: 'active' }],
    ['loop', parseLoop({ loop: { id, name: 'a', description: 'b' } }), { id, name: 'a', description: 'b' }],
    ['deleted loop', parseDeletedLoop({ loop_id: id, deleted_at: 'x' }), { loop_id: id }],
    [
      'members',
      parseMembers({ members: [{ user_id: user, status: 'active' }, 7] }),
      [{ user_id: user, status: 'active' }],
    ],
    ['removed member', parseRemovedMember({ loop_id: id, user_id: user }), { loop_id: id, user_id: user }],
    ['receipt', parseFeedbackReceipt({ request_id: id, feedback_id: 'f' }), { request_id: id, feedback_id: 'f' }],
    [
      'page',
      parseRequestPage({ requests: [{ id, status: 'pending' }], count: 1, total: 3, has_more: true }),
      { requests: [{ id, status: 'pending' }], total: 3, has_more: true },
    ],
    ['bare request', parseRequest({ request: { id, status: 'odd' } }), { id, status: 'odd' }],
    ['null loop', parseRequest({ request: { id, status: 'pending', loop_id: null } }), { id, status: 'pending' }],
  ])('reads %s', (_, parsed, value) => {
    expect(parsed.ok && structuredClone(parsed.value)).toEqual(value)
  })

  it('leaves out list items that can’t be read', () => {
    const parsed = parseRequestList({ requests: [{ id, status: 'pending' }, { id: 7 }, null] })
    expect(parsed.ok && parsed.value.map((request) => request.id)).toEqual([id])
  })

  it.each<[string, HitlShParsed<unknown>, RegExp]>([
    ['no envelope', parseEnvelope('<html>'), /the body/],
    ['an envelope without error', parseEnvelope({ msg: 'ok' }), /error/],
    ['an id by another name', parseCreatedRequest({ id }), /request_id/],
    ['an id that is a path', parseCreatedRequest({ request_id: '../loops' }), /request_id/],
    ['two dots for an id', parseCreatedRequest({ request_id: '..' }), /request_id/],
    ['no data', parseCreatedRequest(undefined), /the body/],
    ['a request without status', parseRequest({ request: { id } }), /request\.status/],
    ['a request outside its place', parseRequest({ id, status: 'pending' }), /request/],
  ])('refuses %s', (_, parsed, reason) => {
    expect(parsed.ok).toBe(false)
    expect(!parsed.ok && parsed.reason).toMatch(reason)
  })
})

describe('answerFromRequest', () => {
  const completed = {
    id,
    loop_id,
    status: 'completed',
    response_data: { selected_value: 'allow-once' },
    response_by: user,
  }
  const answer = {
    event: 'completed',
    remoteId: id,
    remoteLoop: loop_id,
    verdict: 'allow-once',
    reviewer: `hitl-sh:${user}`,
  }

  it.each([
    ['a reviewer by id', completed],
    ['a reviewer as an object', { ...completed, response_by: { user_id: user, name: 'Ada' } }],
    ['a bare value', { ...completed, response_data: 'allow-once' }],
  ])('takes a completed with %s', (_, request) => {
    expect(answerFromRequest(request)).toEqual({ is: 'answered', answer })
  })

  it.each(['pending', 'claimed'])('%s is open', (status) => {
    expect(answerFromRequest({ ...completed, status })).toEqual({ is: 'open' })
  })

  it.each([
    ['timeout', 'timed-out'],
    ['cancelled', 'cancelled'],
  ])('I7: %s is noted and decides nothing', (status, event) => {
    const ended = answerFromRequest({ ...completed, status })
    expect(ended).toEqual({ is: 'ended', answer: { event, remoteId: id, remoteLoop: loop_id } })
  })

  it.each([
    ['an unknown status', { ...completed, status: 'answered' }],
    ['a status in other case', { ...completed, status: 'Completed' }],
    ['the default applied by the service', { ...completed, response_by: null }],
    ['a reviewer without an id', { ...completed, response_by: { name: 'Ada' } }],
    ['no answer', { ...completed, response_data: null }],
    ['a label', { ...completed, response_data: 'Allow once' }],
  ])('I6, I7: %s is unclear', (_, request) => {
    expect(answerFromRequest(request).is).toBe('unclear')
  })

  it('is unclear where the value was not offered', () => {
    expect(answerFromRequest(completed, ['deny']).is).toBe('unclear')
  })
})
