import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeCursor } from '../../src/parse/cursor.ts'
import { encodeCursor, parseListQuery } from '../../src/parse/list-query.ts'

const parse = (query: string) => parseListQuery(new URLSearchParams(query))
const base64url = (text: string) => Buffer.from(text).toString('base64url')

describe('parseListQuery', () => {
  it('takes nothing, and everything', () => {
    expect(parse('')).toEqual({ ok: true, value: { limit: 50 } })
    const cursor = { sortKey: '000001', id: 'ap_1' }
    expect(
      parse(
        `status=pending&loop=default&kind=outbound.message&requester=key:bot&limit=100&cursor=${encodeCursor(cursor)}`,
      ),
    ).toEqual({
      ok: true,
      value: { status: 'pending', loop: 'default', kind: 'outbound.message', requester: 'key:bot', limit: 100, cursor },
    })
  })

  it.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=1000', 'limit'],
    ['limit=-1', 'limit'],
    ['limit=1.0', 'limit'],
    ['limit=1e1', 'limit'],
    ['limit=05', 'limit'],
    ['limit=%205', 'limit'],
    ['limit=5%0a', 'limit'],
    ['limit=', 'limit'],
    ['limit=Infinity', 'limit'],
    ['limit=５', 'limit'],
    ['status=', 'status'],
    ['status=Pending', 'status'],
    ['status=pending,approved', 'status'],
    ['status=toString', 'status'],
    ['loop=', 'loop'],
    ['loop=A', 'loop'],
    ['loop=*', 'loop'],
    ['kind=', 'kind'],
    ['kind=outbound.*', 'kind'],
    ['requester=', 'requester'],
    [`requester=${'x'.repeat(257)}`, 'requester'],
    ['limit=5&limit=5', 'limit'],
    ['loop=a&loop=b', 'loop'],
    ['nonsense=1&nonsense=2', 'nonsense'],
    ['offset=5', 'offset'],
    ['Limit=5', 'Limit'],
    ['__proto__=x', '__proto__'],
    ['constructor=x', 'constructor'],
    ['=x', '[""]'],
    ['status[]=pending', '["status[]"]'],
  ])('I6: refuses %s and names %s', (query, field) => {
    expect(parse(query)).toMatchObject({ ok: false, code: 'invalid_request', field })
  })

  it('suggests the parameter that was meant', () => {
    expect(parse('Limit=5')).toMatchObject({ detail: 'Limit is not a field here; did you mean limit?' })
  })
})

describe('a cursor', () => {
  it('comes back as it was', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 })
    fc.assert(
      fc.property(text, text, (sortKey, id) => {
        expect(decodeCursor(encodeCursor({ sortKey, id }))).toEqual({ sortKey, id })
      }),
    )
  })

  it.each([
    '',
    'x',
    '%',
    '!!!!',
    'null',
    base64url('null'),
    base64url('{}'),
    base64url('["a"]'),
    base64url('["a","b","c"]'),
    base64url('["a",1]'),
    base64url('[ "a","b"]'),
    base64url('["a","\\u0062"]'),
    base64url('["a","b"'),
    base64url('["a","\\ud800"]'),
    `${base64url('["a","b"]')}=`,
    `${base64url('["a","b"]')}A`,
    Buffer.from([0xff, 0xfe]).toString('base64url'),
    base64url(JSON.stringify(['a', 'b'.repeat(2_000)])),
  ])('I6: garbage is refused: %s', (cursor) => {
    expect(parse(new URLSearchParams({ cursor }).toString())).toMatchObject({
      ok: false,
      code: 'invalid_request',
      field: 'cursor',
    })
  })
})
