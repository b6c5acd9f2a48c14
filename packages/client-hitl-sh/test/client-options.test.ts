// Wrong settings are refused when the client is created, by the name of the option.
import { describe, expect, it } from 'vitest'
import { createHitlShClient } from '../src/index.ts'

const apiKey = 'hitl_test_key'

describe('createHitlShClient', () => {
  it.each([
    ['an empty key', { apiKey: '' }, /apiKey/],
    ['a blank key', { apiKey: ' ' }, /apiKey/],
    ['a key with a line break', { apiKey: 'hitl_test_a\r\nx: y' }, /apiKey/],
    ['no time', { apiKey, timeoutMs: 0 }, /timeoutMs/],
    ['a time beyond timers', { apiKey, timeoutMs: 2 ** 31 }, /timeoutMs/],
    ['NaN', { apiKey, timeoutMs: Number.NaN }, /timeoutMs/],
    ['a relative URL', { apiKey, baseUrl: '/v1' }, /baseUrl/],
    ['another protocol', { apiKey, baseUrl: 'ftp://api.hitl.sh' }, /baseUrl/],
    ['plain http', { apiKey, baseUrl: 'http://api.hitl.sh/v1' }, /https/],
    ['plain http to what only looks like loopback', { apiKey, baseUrl: 'http://127.0.0.1.evil.example/v1' }, /https/],
    ['credentials in the URL', { apiKey, baseUrl: 'https://a:b@api.hitl.sh/v1' }, /baseUrl/],
    ['a query in the URL', { apiKey, baseUrl: 'https://api.hitl.sh/v1?x=1' }, /baseUrl/],
  ])('refuses %s', (_, options, message) => {
    expect(() => createHitlShClient(options)).toThrow(message)
  })

  it.each(['https://api.hitl.sh/v1', 'https://dev.api.hitl.sh/v1/', 'http://127.0.0.1:4000/v1', 'http://localhost:1'])(
    'takes %s',
    (baseUrl) => {
      expect(createHitlShClient({ apiKey, baseUrl }).timeoutMs).toBe(10_000)
    },
  )
})
