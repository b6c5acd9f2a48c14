// One name for one client, so that a limit can't be passed by writing the same address in another way.
import { isIPv4, isIPv6 } from 'node:net'

/**
 * IPv4 as it is, IPv4 mapped into IPv6 unwrapped, IPv6 as its /64 (a single household or server has that many
 * addresses). Whatever is not an address is `unknown`.
 */
export function canonicalAddress(address: string | undefined): string {
  const bare = unmappedAddress(address ?? '')
  if (bare === undefined || isIPv4(bare)) return bare ?? 'unknown'
  return `${expand(bare)
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`
}

/** The address without its zone, and IPv4 mapped into IPv6 as IPv4. Undefined for what is not an address. */
export function unmappedAddress(address: string): string | undefined {
  const [bare = ''] = address.split('%')
  if (isIPv4(bare)) return bare
  if (!isIPv6(bare)) return undefined
  const groups = expand(bare)
  const [high = 0, low = 0] = groups.slice(6)
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  return isMapped ? `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}` : bare
}

/** The eight groups of a valid IPv6 address. */
function expand(address: string): readonly number[] {
  const [left = '', right] = withoutDots(address).split('::')
  if (right === undefined) return toGroups(left)
  const missing = 8 - toGroups(left).length - toGroups(right).length
  return [...toGroups(left), ...Array.from({ length: missing }, () => 0), ...toGroups(right)]
}

const toGroups = (part: string): readonly number[] =>
  part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16))

/** `::ffff:1.2.3.4` as `::ffff:102:304`. */
const withoutDots = (address: string): string =>
  address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_dotted, ...bytes: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = bytes.slice(0, 4).map(Number)
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
  })
