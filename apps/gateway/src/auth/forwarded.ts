// What proxies say of whom they speak for: read into hops here, believed or not elsewhere.
import { isIP } from 'node:net'
import type { HttpRequest } from '@holdpoint/core/http'
import { unmappedAddress } from './canonical-address.ts'

export type ForwardedHeader = 'x-forwarded-for' | 'forwarded'

export interface Forwarded {
  /** Oldest first; undefined where a proxy didn't say, hid or garbled it. */
  readonly hops: readonly (string | undefined)[]
  /** As the nearest proxy says; undefined where it doesn't, or says more than one. */
  readonly host: string | undefined
  readonly proto: string | undefined
}

/** Only the chosen header is read: a proxy that writes the one passes on whatever its clients wrote into the other. */
export function readForwarded(request: HttpRequest, header: ForwardedHeader): Forwarded {
  if (header === 'forwarded') {
    const elements = elementsOf(request.header('forwarded') ?? '')
    const nearest = elements.at(-1) ?? ''
    return {
      hops: elements.map((element) => toAddress(pairOf(element, 'for'))),
      host: pairOf(nearest, 'host'),
      proto: pairOf(nearest, 'proto')?.toLowerCase(),
    }
  }
  const chain = request.header('x-forwarded-for')
  return {
    hops: chain === undefined ? [] : chain.split(',').map(toAddress),
    host: request.header('x-forwarded-host')?.trim(),
    proto: request.header('x-forwarded-proto')?.split(',').at(-1)?.trim().toLowerCase(),
  }
}

/**
 * Split at the commas outside quotes, in one pass: a pattern would look for the end of each of many open quotes anew. A
 * quote that never ends is none, so that a client can't swallow what the proxy wrote after it.
 */
function elementsOf(header: string): readonly string[] {
  const elements: string[] = []
  let start = 0
  let open = -1
  for (let i = 0; i < header.length; i += 1) {
    const character = header[i]
    if (character === '"') open = open === -1 ? i : -1
    else if (character === '\\' && open !== -1) i += 1
    else if (character === ',' && open === -1) {
      elements.push(header.slice(start, i))
      start = i + 1
    }
  }
  const rest = open === -1 ? [header.slice(start)] : header.slice(start).split(',')
  return [...elements, ...rest].filter((element) => element.trim() !== '')
}

/** One parameter of an element of `Forwarded` (RFC 7239 §4). */
function pairOf(element: string, name: string): string | undefined {
  const [, quoted, token] =
    new RegExp(`(?:^|;)\\s*${name}=(?:"((?:\\\\.|[^"\\\\])*)"|([^;,\\s"]+))`, 'i').exec(element) ?? []
  return quoted?.replaceAll(/\\(.)/g, '$1') ?? token
}

/** `1.2.3.4`, `1.2.3.4:80`, `2001:db8::1`, `[2001:db8::1]:80`. */
function toAddress(text: string | undefined): string | undefined {
  const bare = text?.trim() ?? ''
  const [, bracketed, dotted] = /^(?:\[([0-9a-f:.]+)\](?::\d{1,5})?|(\d+\.\d+\.\d+\.\d+):\d{1,5})$/i.exec(bare) ?? []
  const address = bracketed ?? dotted ?? bare
  return isIP(address) === 0 ? undefined : unmappedAddress(address)
}
