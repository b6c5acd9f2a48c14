// What a client is created with, checked: a wrong setting is an error at the start, not at the first call.
import { HoldpointError } from '@holdpoint/core'
import type { Dispatcher } from 'undici'

export interface ClientOptions {
  /** Where the gateway is, such as `https://gate.example.com`. Plain http is taken for loopback only. */
  readonly baseUrl: string
  /** An API key, or the gateway's own token. */
  readonly credential: string
  /** Plain http to anywhere: the credential can then be read on the way. */
  readonly allowPlainHttp?: boolean
  /** Limit of each attempt, its answer included: 1…300,000; 10,000 by default. A wait comes on top. */
  readonly timeoutMs?: number
  /** How long a call that may safely be sent again is sent again: 0…3,600,000; 30,000 by default. */
  readonly retryForMs?: number
  /** An undici dispatcher, for proxies and tests. */
  readonly dispatcher?: Dispatcher
}

export interface CheckedOptions {
  /** Without a trailing slash. */
  readonly baseUrl: string
  readonly credential: string
  readonly timeoutMs: number
  readonly retryForMs: number
  readonly dispatcher?: Dispatcher
}

/** Throws `invalid_config`, naming the option and the fix. */
export function checkClientOptions(options: ClientOptions): CheckedOptions {
  const { credential, allowPlainHttp = false, timeoutMs = 10_000, retryForMs = 30_000, dispatcher } = options
  if (!/^[\x21-\x7e]+$/.test(credential)) throw wrong('credential: it is empty or has spaces in it; copy it again.')
  checkRange('timeoutMs', timeoutMs, 1, 300_000)
  checkRange('retryForMs', retryForMs, 0, 3_600_000)
  const url = URL.canParse(options.baseUrl) ? new URL(options.baseUrl) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw wrong('baseUrl: give an absolute URL such as https://gate.example.com.')
  if (url.protocol === 'http:' && !allowPlainHttp && !isLoopback(url.hostname))
    throw wrong('baseUrl: use https, or set allowPlainHttp where nobody can listen in.')
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw wrong('baseUrl: leave out user name, password, query and fragment.')
  const baseUrl = url.href.replace(/\/+$/, '')
  return { baseUrl, credential, timeoutMs, retryForMs, ...(dispatcher && { dispatcher }) }
}

function checkRange(name: string, value: number, min: number, max: number): void {
  if (!Number.isInteger(value) || value < min || value > max)
    throw wrong(`${name}: give a whole number of milliseconds, ${min}…${max}.`)
}

const isLoopback = (host: string): boolean => /^(localhost|\[::1\]|127(\.\d{1,3}){3})$/.test(host)

const wrong = (detail: string) => new HoldpointError('invalid_config', `Holdpoint client, ${detail}`)
