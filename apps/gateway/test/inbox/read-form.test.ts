import { describe, expect, it } from 'vitest'
import { readForm } from '../../src/inbox/read-form.ts'
import { fakeRequest } from '../auth/fake-request.ts'

const limits = { maxBytes: 1_000, timeoutMs: 1_000 }
const post = (body: string, type = 'application/x-www-form-urlencoded') =>
  readForm(fakeRequest({ method: 'POST', headers: [['content-type', type]], body }), limits)

describe('readForm', () => {
  it('reads fields, decoded', async () => {
    const form = await post('verdict=deny&reason=a+b%26c%C3%A9')
    expect(form.ok && [form.value('verdict'), form.value('reason'), form.value('none')]).toEqual([
      'deny',
      'a b&cé',
      undefined,
    ])
  })

  it.each([
    'verdict=deny&verdict=allow-once',
    'verdict=deny&verdict=deny',
    'Verdict=deny',
    '',
    '=deny',
    'verdict[]=deny',
  ])('knows no verdict in %j', async (body) => {
    const form = await post(body)
    expect(form.ok && form.value('verdict')).toBeUndefined()
  })

  it.each(['Application/X-WWW-Form-Urlencoded', 'application/x-www-form-urlencoded; charset=utf-8'])(
    'takes %s',
    async (type) => {
      expect((await post('a=b', type)).ok).toBe(true)
    },
  )

  it.each([
    'application/json',
    'text/plain',
    'multipart/form-data; boundary=x',
    '',
    'x, application/x-www-form-urlencoded',
  ])('refuses the type %j', async (type) => {
    expect(await post('verdict=deny', type)).toMatchObject({ ok: false, code: 'unsupported_media_type' })
  })
})
