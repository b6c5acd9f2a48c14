// Whom a request is from, where proxies stand in between: the nearest address that is not one of ours.
import { refuse } from '@holdpoint/core'
import { problem, type HttpHandler, type HttpRequest } from '@holdpoint/core/http'
import { AddressRanges } from '../outbound/address-ranges.ts'
import { unmappedAddress } from './canonical-address.ts'
import { readForwarded, type ForwardedHeader } from './forwarded.ts'

export interface AttributionOptions {
  /** Addresses and CIDR blocks. */
  readonly trustedProxies: readonly string[]
  readonly header: ForwardedHeader
  /** The `Host` values under which the gateway answers. */
  readonly hosts: readonly string[]
  /** The scheme that people use, where the configuration says it: `https:`. */
  readonly scheme: string | undefined
}

/** Hands on the client's address and host in place of the trusted proxy's. Anybody else's forwarded headers are ignored. */
export function attributed(handler: HttpHandler, options: AttributionOptions): HttpHandler {
  const { header, hosts, scheme } = options
  const trusted = new AddressRanges(options.trustedProxies)

  /** From the nearest hop outwards, until one is nobody we know: beyond it anything can be written. */
  function clientOf(peer: string, hops: readonly (string | undefined)[]): string {
    let client = peer
    for (const hop of hops.toReversed()) {
      // The proxy before it is as far as is known.
      if (hop === undefined) return client
      client = hop
      if (!trusted.has(hop)) return client
    }
    return client
  }

  return async (request, context = {}) => {
    const peer = context.remoteAddress === undefined ? undefined : unmappedAddress(context.remoteAddress)
    if (peer === undefined || !trusted.has(peer)) return handler(request, context)
    const { hops, host, proto } = readForwarded(request, header)
    if (scheme !== undefined && proto !== undefined && `${proto}:` !== scheme)
      return problem(
        refuse('misdirected', `This gateway is reached by ${scheme}//; the proxy says ${schemeWord(proto)}.`),
      )
    if (host !== undefined && !hosts.includes(host.toLowerCase()))
      return problem(refuse('misdirected', 'The proxy forwards for a host that is not in server.allowedHosts.'))
    const client = { ...context, remoteAddress: clientOf(peer, hops) }
    return handler(host === undefined ? request : withHost(request, host), client)
  }
}

const schemeWord = (proto: string): string => (proto === 'http' || proto === 'https' ? proto : 'something else')

function withHost(request: HttpRequest, host: string): HttpRequest {
  return {
    method: request.method,
    target: request.target,
    header: (name) => (name === 'host' ? host : request.header(name)),
    headerCount: (name) => request.headerCount(name),
    body: (maxBytes, timeoutMs) => request.body(maxBytes, timeoutMs),
    // A getter there: asking for it early would make one for each request.
    get signal() {
      return request.signal
    },
  }
}
