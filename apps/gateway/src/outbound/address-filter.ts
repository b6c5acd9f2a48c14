// Decides which addresses the gateway may send to, on the address actually connected to: the check sits in the lookup
// that the connection itself uses, so a name that changes its answer between check and connect gains nothing.
import { lookup as resolveName, type LookupAddress, type LookupOptions } from 'node:dns'
import { ok, refuse, type Result } from '@holdpoint/core'
import { Agent, buildConnector } from 'undici'
import { AddressRanges, familyOf, isPublicAddress } from './address-ranges.ts'

/** Looks up every address of a name. */
export type ResolveAll = (
  hostname: string,
  options: LookupOptions & { all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

export interface AddressFilter {
  /** Refuses what can be told from the URL alone: other schemes, credentials, literal addresses, http to strangers. */
  judgeUrl(url: string): Result<URL>
  /** A dispatcher that connects to permitted addresses only. Destroy it after use. */
  createAgent(options: { readonly connectTimeoutMs: number; readonly onConnected?: () => void }): Agent
}

/** The connection was not even tried, and would not be the next time either. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused'
}

export interface AddressFilterOptions {
  /** Addresses and CIDR blocks that may be reached although they aren't public; http is only for these. */
  readonly allow: readonly string[]
  readonly resolveAll?: ResolveAll
}

export function createAddressFilter({ allow, resolveAll = resolveName }: AddressFilterOptions): AddressFilter {
  const allowed = new AddressRanges(allow)
  const permits = {
    'http:': (address: string) => allowed.has(address),
    'https:': (address: string) => allowed.has(address) || isPublicAddress(address),
  }

  return {
    judgeUrl(text) {
      const url = URL.canParse(text) ? new URL(text) : undefined
      if (url === undefined || !isWebProtocol(url.protocol))
        return refuse('invalid_request', 'is not an http or https URL.', 'url')
      if (url.username !== '' || url.password !== '')
        return refuse('invalid_request', 'holds credentials, which would end up in logs.', 'url')
      if (url.protocol === 'http:' && allow.length === 0)
        return refuse('invalid_request', 'is http, which is only for allowed networks.', 'url')
      const host = unbracketed(url.hostname)
      if (familyOf(host) !== undefined && !permits[url.protocol](host))
        return refuse('invalid_request', `names ${host}, an address that is not permitted.`, 'url')
      return ok(url)
    },

    createAgent({ connectTimeoutMs, onConnected }) {
      const connectors = {
        'http:': connectorFor(permits['http:'], resolveAll, connectTimeoutMs),
        'https:': connectorFor(permits['https:'], resolveAll, connectTimeoutMs),
      }
      return new Agent({
        connect(options, callback) {
          const { protocol } = options
          const host = unbracketed(options.hostname)
          if (!isWebProtocol(protocol)) return callback(new AddressRefused(`${protocol} is not http or https`), null)
          // No lookup is made for a literal address, so it is judged here.
          if (familyOf(host) !== undefined && !permits[protocol](host))
            return callback(new AddressRefused(`${host} is not permitted`), null)
          connectors[protocol](options, (...args) => {
            if (args[0] === null) onConnected?.()
            callback(...args)
          })
        },
      })
    },
  }
}

const isWebProtocol = (protocol: string): protocol is 'http:' | 'https:' =>
  protocol === 'http:' || protocol === 'https:'

const unbracketed = (host: string) => host.replace(/^\[(.*)\]$/, '$1')

function connectorFor(permits: (address: string) => boolean, resolveAll: ResolveAll, timeout: number) {
  return buildConnector({
    timeout,
    allowH2: false,
    // Sessions and sockets are never shared between attempts.
    maxCachedSessions: 0,
    lookup(hostname, options, callback) {
      resolveAll(hostname, { ...options, all: true }, (error, addresses) => {
        if (error !== null) return callback(error, '', 0)
        const fit = addresses.filter(({ address }) => permits(address))
        const [first] = fit
        if (first === undefined)
          return callback(new AddressRefused(`${hostname} has no address that is permitted`), '', 0)
        if (options.all === true) callback(null, fit)
        else callback(null, first.address, first.family)
      })
    },
  })
}
