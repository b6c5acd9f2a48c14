import { describe, expect, it } from 'vitest'
import { parsePlainTarget } from '../../src/http/plain-target.ts'

describe('I29: a target that reads in one way only (H8J2W, HV865)', () => {
  it.each([
    ['/', '/', undefined],
    ['/deploy', '/deploy', undefined],
    ['/deploy/', '/deploy/', undefined],
    ['/a/b.c/~d-e_f', '/a/b.c/~d-e_f', undefined],
    ['/a/..b', '/a/..b', undefined],
    ['/x?', '/x', ''],
    ['/x?to=%2B1555&x=//;?%zz', '/x', 'to=%2B1555&x=//;?%zz'],
    ['/caf%C3%A9/100%25/%E6%97%A5', '/caf%C3%A9/100%25/%E6%97%A5', undefined],
    ['/a:b@c,d=e', '/a:b@c,d=e', undefined],
  ])('%s is taken as it was sent', (target, path, query) => {
    expect(parsePlainTarget(target)).toEqual({ ok: true, value: query === undefined ? { path } : { path, query } })
  })

  it.each([
    '',
    '*',
    'deploy',
    'http://host/deploy',
    '//host/deploy',
    '/a//b',
    '/a//',
    '/./a',
    '/a/..',
    '/a/%2e%2E/b',
    '/a/.%2e',
    '/%64eploy',
    '/deplo%79',
    '/deploy%2f',
    '/a%5cb',
    '/a\\b',
    '/a;x=1',
    '/a%3bx',
    '/a%00',
    '/a%0a',
    '/a%252f',
    '/a%',
    '/a%zz',
    '/a%c0%af',
    '/a%ff',
    '/%EF%BC%8Fdeploy',
    '/%EF%BC%8E%EF%BC%8E/a',
    '/dep%E2%80%8Bloy',
    '/a#b',
    '/a b',
    '/a\tb',
    '/caf\u00e9',
    '/x?a#b',
    '/x?a b',
  ])('%s is refused', (target) => {
    expect(parsePlainTarget(target)).toMatchObject({ ok: false, code: 'invalid_target' })
  })
})
