// Which rows are shown, in which order, and which are of equal risk.
import { describe, expect, it } from 'vitest'
import { arrange, noFilter, valuesOf } from '../src/list/order.ts'
import { toRow } from '../src/list/row.ts'
import { sample } from './sample.ts'

const at = (minute: number) => `2026-01-01T00:${String(minute).padStart(2, '0')}:00.000Z`
const row = (id: string, changes: Parameters<typeof sample>[0] = {}) => toRow(sample({ id, ...changes }))
const rows = [
  row('a', { createdAt: at(1), expiresAt: at(30), requester: 'key:z' }),
  row('b', { createdAt: at(2), expiresAt: at(10), requester: 'key:a' }),
  row('c', { createdAt: at(3), expiresAt: at(20), requester: 'key:m', loop: 'ops' }),
  row('d', { createdAt: at(0), expiresAt: at(25), status: 'denied' }),
]
const now = Date.parse(at(5))

describe('the order', () => {
  it.each([
    ['urgency', 'bca'],
    ['newest', 'cba'],
    ['oldest', 'abc'],
    ['requester', 'bca'],
  ] as const)('%s', (sorting, ids) => {
    expect(arrange(rows, noFilter, sorting, now).join('')).toBe(ids)
  })

  it('leaves out what has ended or run out of time by the server’s clock (I8)', () => {
    expect(arrange(rows, noFilter, 'urgency', Date.parse(at(20))).join('')).toBe('a')
  })

  it('of equals never changes', () => {
    const equals = [row('y'), row('x'), row('z')]
    expect(arrange(equals, noFilter, 'urgency', 0)).toEqual(['x', 'y', 'z'])
    expect(arrange(equals.toReversed(), noFilter, 'urgency', 0)).toEqual(['x', 'y', 'z'])
  })
})

describe('the filter', () => {
  it.each([
    [{ search: '+1555 HELLO' }, 3],
    [{ search: 'hello nowhere' }, 0],
    [{ search: 'key:m' }, 1],
    [{ loop: 'ops' }, 1],
    [{ requester: 'key:a', kind: 'outbound.message' }, 1],
    [{ kind: 'tool.call' }, 0],
  ])('%o finds %i', (filter, count) => {
    expect(arrange(rows, { ...noFilter, ...filter }, 'urgency', now)).toHaveLength(count)
  })

  it('offers what occurs, most frequent first', () => {
    expect(valuesOf(rows, 'loop')).toEqual(['default', 'ops'])
  })
})

describe('equal risk', () => {
  const { thresholds, action } = sample()
  it('is the same for another recipient and another text', () => {
    const other = { ...action, target: { channel: 'log', to: '+2' }, input: { payloads: [{ text: 'Other' }] } }
    expect(row('x', { action: other }).risk).toBe(row('y').risk)
  })
  it.each([
    ['another loop', { loop: 'ops' }],
    ['another line', { policy: { answer: 'ask', line: 'other' } }],
    ['another kind', { action: { ...action, kind: 'tool.call' } }],
    ['a further field of the target', { action: { ...action, target: { ...action.target, account: 'x' } } }],
    ['other thresholds', { thresholds: { ...thresholds, approve: 2 } }],
  ] as const)('is another for %s', (_, changes) => {
    expect(row('x', changes).risk).not.toBe(row('y').risk)
  })
})
