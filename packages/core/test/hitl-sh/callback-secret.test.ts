// I27: a callback secret opens one approval and nothing else does.
import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { mintCallbackSecret, verifyCallbackSecret } from '../../src/hitl-sh/index.ts'

const key = 'a-callback-key-of-some-length'
const olderKey = 'the-callback-key-before-that-one'
const id = '0123456789abcdef0123456789abcdef'
const secret = mintCallbackSecret(id, key)
const mac = secret.slice(id.length + 1)

describe('I27: callback secret', () => {
  it('is the id and its HMAC-SHA256 in base64url', () => {
    expect(secret).toBe(`${id}.${createHmac('sha256', key).update(id).digest('base64url')}`)
  })

  it('opens its approval under either of two keys', () => {
    expect(verifyCallbackSecret(secret, [key])).toBe(id)
    expect(verifyCallbackSecret(secret, [olderKey, key])).toBe(id)
    expect(verifyCallbackSecret(mintCallbackSecret(id, olderKey), [key, olderKey])).toBe(id)
  })

  it('opens nothing once its key is retired', () => {
    expect(verifyCallbackSecret(secret, [olderKey])).toBeUndefined()
    expect(verifyCallbackSecret(secret, [])).toBeUndefined()
  })

  const lastCharacters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.split('')
  it.each([
    ['empty', ''],
    ['the id alone', id],
    ['the id and a dot', `${id}.`],
    ['the HMAC alone', `.${mac}`],
    ['short', secret.slice(0, -1)],
    ['long', `${secret}A`],
    ['very long', secret + 'A'.repeat(1_000_000)],
    ['padded', `${secret}=`],
    ['a leading space', ` ${secret}`],
    ['a trailing line break', `${secret}\n`],
    ['a NUL', `${secret}\u0000`],
    ['another approval’s HMAC', `${id.replace('0', '1')}.${mac}`],
    ['another key’s HMAC', mintCallbackSecret(id, 'yet-another-callback-key-here')],
    ['the id in upper case', `${id.toUpperCase()}.${mac}`],
    ['HMAC in hex', `${id}.${createHmac('sha256', key).update(id).digest('hex')}`],
    ['HMAC of nothing', `.${createHmac('sha256', key).update('').digest('base64url')}`],
    ['percent-encoded', secret.replace('.', '%2E')],
    ['full-width', secret.replace('0', '\uff10')],
    ['a Kelvin sign', `${id}.${'\u212a'.repeat(43)}`],
    ['a lone surrogate', `${id}.\ud800${mac.slice(1)}`],
    ['a path', `../${secret}`],
  ])('refuses %s', (_, forged) => {
    expect(verifyCallbackSecret(forged, [key, olderKey])).toBeUndefined()
  })

  it('refuses the other texts that decode to the same bytes', () => {
    const opening = lastCharacters.filter((last) => verifyCallbackSecret(secret.slice(0, -1) + last, [key]) === id)
    expect(opening).toEqual([secret.slice(-1)])
  })

  it('refuses every one-character change', () => {
    for (let i = 0; i < secret.length; i++) {
      const changed = secret.slice(0, i) + (secret[i] === 'A' ? 'B' : 'A') + secret.slice(i + 1)
      expect(verifyCallbackSecret(changed, [key]), changed).toBeUndefined()
    }
  })

  it('I6: an empty key mints nothing and opens nothing', () => {
    expect(() => mintCallbackSecret(id, '')).toThrow(/callback\.keys/)
    expect(() => mintCallbackSecret(id, '  ')).toThrow(/callback\.keys/)
    const forged = `${id}.${createHmac('sha256', '').update(id).digest('base64url')}`
    expect(verifyCallbackSecret(forged, ['', ' '])).toBeUndefined()
  })

  it('refuses to mint for an id that is not a plain word', () => {
    expect(() => mintCallbackSecret('a/b', key)).toThrow(/approval id/)
    expect(() => mintCallbackSecret('a.b', key)).toThrow(/approval id/)
  })
})
