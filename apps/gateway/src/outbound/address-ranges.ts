// Which addresses are not the public internet. From the IANA special-purpose registries (RFC 6890 and its successors).
import { BlockList, isIP } from 'node:net'

const notPublic4 = [
  '0.0.0.0/8', // this network, unspecified
  '10.0.0.0/8', // private
  '100.64.0.0/10', // carrier-grade NAT
  '127.0.0.0/8', // loopback
  '169.254.0.0/16', // link-local, and the clouds' metadata services
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.88.99.0/24', // 6to4 relays
  '192.168.0.0/16', // private
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, broadcast
]

// Only 2000::/3 is handed out at all: loopback, private, link-local, multicast, mapped (::ffff:0:0/96) and NAT64
// (64:ff9b::/96) addresses all lie outside it.
const global6 = ['2000::/3']
const notPublic6 = [
  '2001::/23', // protocol assignments, Teredo
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4, which hides an IPv4 address
  '3fff::/20', // documentation
]

/** Checks by family, so that a mapped address never passes for the IPv4 address within it, nor the reverse. */
export class AddressRanges {
  readonly #byFamily = { ipv4: new BlockList(), ipv6: new BlockList() }

  /** Each is an address or a CIDR block. */
  constructor(blocks: readonly string[]) {
    for (const block of blocks) {
      const [address = '', prefix] = block.split('/')
      const family = familyOf(address)
      if (family === undefined) throw new TypeError(`AddressRanges: ${block} is not an address or a CIDR block`)
      const bits = prefix === undefined ? (family === 'ipv4' ? 32 : 128) : Number(prefix)
      this.#byFamily[family].addSubnet(address, bits, family)
    }
  }

  has(address: string): boolean {
    const family = familyOf(address)
    return family !== undefined && this.#byFamily[family].check(address, family)
  }
}

/** Undefined for what isn't an address, and for one with a zone, which belongs to a link. */
export function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  if (address.includes('%')) return undefined
  const family = isIP(address)
  return family === 0 ? undefined : family === 4 ? 'ipv4' : 'ipv6'
}

const special = new AddressRanges([...notPublic4, ...notPublic6])
const global = new AddressRanges(global6)

export function isPublicAddress(address: string): boolean {
  const family = familyOf(address)
  if (family === undefined || special.has(address)) return false
  return family === 'ipv4' || global.has(address)
}
