// Checks what a client is created with: a wrong setting is an error at the start, not at the first question.
import { HoldpointError } from '@holdpoint/core'
import type { Dispatcher } from 'undici'
import type { HitlShAllowance } from './allowance.ts'

export interface HitlShClientOptions {
  /** `hitl_live_…` or `hitl_test_…`. */
  readonly apiKey: string
  /** Default `https://api.hitl.sh/v1`. Plain http is taken for loopback only. */
  readonly baseUrl?: string
  /** Limit of each call, answer included: 1…300,000; default 10,000. */
  readonly timeoutMs?: number
  /** An undici dispatcher, for proxies and tests. */
  readonly dispatcher?: Dispatcher
  /** How often a read is tried again after 5xx, no connection or an unreadable answer: 0…5; default 2. Never a write. */
  readonly retries?: number
  /** Shared by all clients of one key; one of its own by default. */
  readonly allowance?: HitlShAllowance
}

/** Throws `invalid_config`, naming the option and the fix. */
export function checkClientOptions(options: HitlShClientOptions): {
  readonly baseUrl: string
  readonly timeoutMs: number
  readonly retries: number
} {
  const { apiKey, baseUrl = 'https://api.hitl.sh/v1', timeoutMs = 10_000, retries = 2 } = options
  if (!/^[\x21-\x7e]+$/.test(apiKey))
    throw wrong('apiKey: it is empty or has spaces in it; copy it again from HITL.sh.')
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > 300_000)
    throw wrong('timeoutMs: give a whole number of milliseconds, 1…300000.')
  if (!Number.isInteger(retries) || retries < 0 || retries > 5) throw wrong('retries: give a whole number, 0…5.')
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw wrong('baseUrl: give an absolute URL such as https://api.hitl.sh/v1.')
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    throw wrong('baseUrl: use https; plain http would show the API key to the network.')
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw wrong('baseUrl: leave out user name, password, query and fragment.')
  return { baseUrl: url.href.replace(/\/+$/, ''), timeoutMs, retries }
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)

const wrong = (detail: string) => new HoldpointError('invalid_config', `HITL.sh client, ${detail}`)
