// One reading of the request target, used by auth, policy and routing alike. What could be read in two ways is refused.

export interface Target {
  /** The path's segments, undecoded: `['v1', 'approvals', 'ap_1']`. */
  readonly segments: readonly string[]
  readonly query: URLSearchParams
}

/** The target as sent; undefined unless it is in origin form (`/path?query`). */
export function parseTarget(target: string): Target | undefined {
  if (!target.startsWith('/') || target.includes('#')) return undefined
  const cut = target.indexOf('?')
  const path = cut === -1 ? target : target.slice(0, cut)
  return {
    segments: path.slice(1).split('/'),
    query: new URLSearchParams(cut === -1 ? '' : target.slice(cut + 1)),
  }
}

/**
 * Where a lenient reader might take this path to lead, as segments: decoded to the end, lower case, slashes collapsed,
 * dots resolved, `;` parameters dropped. Only for telling that a path is a disguise; nothing is ever served by it.
 */
export function lenientSegments(target: string): readonly string[] {
  const withoutHost = target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '')
  const path = fullyDecoded(withoutHost.replace(/[?#].*$/s, ''))
  const resolved: string[] = []
  for (const part of path
    .normalize('NFKC')
    .toLowerCase()
    .split(/[/\\]+/)) {
    // eslint-disable-next-line no-control-regex
    const name = part.replace(/;.*$/s, '').replace(/[\u0000-\u0020\u007f-\u00a0\u200b-\u200f\ufeff]/g, '')
    if (name === '..') resolved.pop()
    else if (name !== '' && name !== '.') resolved.push(name)
  }
  return resolved
}

/** Decoded until nothing is left to decode, in one pass: each decoded character may complete another encoding. */
function fullyDecoded(text: string): string {
  const chars: string[] = []
  for (let i = 0; i < text.length; i += 1) {
    chars.push(text.charAt(i))
    for (let end = chars.length; end >= 3 && chars[end - 3] === '%'; end = chars.length) {
      const pair = `${chars[end - 2]}${chars[end - 1]}`
      if (!/^[0-9a-f]{2}$/i.test(pair)) break
      chars.length = end - 3
      chars.push(String.fromCharCode(Number.parseInt(pair, 16)))
    }
  }
  return chars.join('')
}

/** The values of the pattern's `{…}` segments, decoded; undefined if the path is another. Nothing else is decoded. */
export function matchPath(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined
  const params: Record<string, string> = {}
  for (const [i, part] of pattern.entries()) {
    const segment = segments[i] ?? ''
    if (!part.startsWith('{')) {
      if (part !== segment) return undefined
    } else if (segment === '' || segment === '.' || segment === '..') {
      return undefined
    } else {
      params[part.slice(1, -1)] = decoded(segment)
    }
  }
  return params
}

/** An id that can't be decoded is kept as it is: it names nothing, and that is the answer. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
