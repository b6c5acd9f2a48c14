// The pieces the schema is made of. Each says in words what it expects, and these words become the error message.
import { BlockList, isIP } from 'node:net'
import { z } from 'zod'

/** A value that passes `test`; `expectation` completes "it must be …". */
export const expecting = <T>(expectation: string, test: (value: unknown) => value is T) =>
  z.custom<T>(test, { error: expectation })

const grouped = (value: number) => value.toLocaleString('en-US')

export const integer = (min: number, max: number) =>
  expecting(
    `an integer from ${grouped(min)} to ${grouped(max)}`,
    (value): value is number => Number.isInteger(value) && Number(value) >= min && Number(value) <= max,
  )

export const text = (expectation: string, test: (value: string) => boolean) =>
  expecting(expectation, (value): value is string => typeof value === 'string' && value.trim() !== '' && test(value))

export const flag = () => expecting('true or false', (value): value is boolean => typeof value === 'boolean')

export const oneOf = <const T extends string>(...words: readonly T[]) =>
  expecting(
    words.map((word) => `'${word}'`).join(' or '),
    (value): value is T => typeof value === 'string' && (words as readonly string[]).includes(value),
  )

export const list = <S extends z.ZodType>(item: S, expectation: string) => z.array(item, { error: expectation })

/** Strict: keys that aren't in `shape` are issues of their own. */
export const section = <S extends z.ZodRawShape>(shape: S) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? undefined : `an object with ${Object.keys(shape).join(', ')}`,
  })

/** Names of loops, channels and kinds: they become part of URLs, ids and messages. */
export const name = (expectation = 'a name of letters, digits, `.`, `_` and `-`, at most 64 long') =>
  z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, { error: expectation })

/** An address or CIDR block that BlockList takes; `/0` would be everybody and is refused. */
export function isCidr(value: string): boolean {
  const [address = '', prefix, ...more] = value.split('/')
  const family = isIP(address)
  if (family === 0 || address.includes('%') || more.length > 0) return false
  if (prefix === undefined) return true
  const bits = Number(prefix)
  return /^\d{1,3}$/.test(prefix) && bits >= 1 && bits <= (family === 4 ? 32 : 128)
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** `localhost`, 127.0.0.0/8 and ::1; brackets as in URLs are taken. Any other name may resolve to anything. */
export function isLoopbackHost(host: string): boolean {
  if (host.toLowerCase() === 'localhost') return true
  const address = host.replace(/^\[(.*)\]$/, '$1')
  const family = isIP(address)
  return family !== 0 && !address.includes('%') && loopback.check(address, family === 4 ? 'ipv4' : 'ipv6')
}

export function parseUrl(value: string): URL | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined
  return url !== undefined && /^https?:$/.test(url.protocol) ? url : undefined
}
