// Patterns for one field: `*` is any run of characters, also none, that holds no `/` and no `:`; `\*` is a star and
// `\\` a backslash; everything else stands for itself, case and Unicode form included. Time is linear in the value.

export interface Glob {
  readonly pattern: string
  readonly matches: (value: string) => boolean
}

/** The text between two separators: one piece is exact, several have a star between each two. */
type Segment = readonly string[]

/** Why `pattern` is none, or undefined if it is one. */
export function whyNotGlob(pattern: string): string | undefined {
  return /^(?:[^\\]|\\[\\*])*$/.test(pattern)
    ? undefined
    : 'a pattern in which a backslash stands only before * or another backslash'
}

/** `pattern` must be one that `whyNotGlob` lets pass; another matches nothing. */
export function compileGlob(pattern: string): Glob {
  if (whyNotGlob(pattern) !== undefined) return { pattern, matches: () => false }
  const { segments, separators } = split(pattern)
  const [only] = segments
  if (segments.length === 1 && only?.length === 1) return { pattern, matches: (value) => value === only[0] }
  const matchers = segments.map(segmentMatcher)
  const matches = (value: string): boolean => {
    // With a group, odd places hold the separators.
    const parts = value.split(/([/:])/)
    if (parts.length !== matchers.length + separators.length) return false
    return (
      separators.every((separator, i) => parts[2 * i + 1] === separator) &&
      matchers.every((matcher, i) => matcher(parts[2 * i] ?? ''))
    )
  }
  return { pattern, matches }
}

function split(pattern: string): { segments: Segment[]; separators: string[] } {
  let pieces = ['']
  const segments = [pieces]
  const separators: string[] = []
  for (const [token] of pattern.matchAll(/\\[\\*]|[^]/gu)) {
    if (token === '/' || token === ':') {
      separators.push(token)
      segments.push((pieces = ['']))
    } else if (token === '*') pieces.push('')
    else pieces[pieces.length - 1] += token.length === 2 && token.startsWith('\\') ? token.slice(1) : token
  }
  return { segments, separators }
}

function segmentMatcher(pieces: Segment): (part: string) => boolean {
  const [first = '', ...rest] = pieces
  const last = rest.pop()
  if (last === undefined) return (part) => part === first
  const finders = rest.filter((piece) => piece !== '').map(finderOf)
  return (part) => {
    const end = part.length - last.length
    if (end < first.length || !part.startsWith(first) || !part.endsWith(last)) return false
    let at = first.length
    // The leftmost place of each piece leaves most room for those after it.
    for (const find of finders) {
      at = find(part, at, end)
      if (at < 0) return false
    }
    return true
  }
}

/**
 * Where the first occurrence of `piece` in `[from, end)` ends, or -1. Knuth, Morris and Pratt's way: `indexOf` takes
 * quadratic time on values made for that.
 */
function finderOf(piece: string): (text: string, from: number, end: number) => number {
  const fallback = [0]
  for (let i = 1, length = 0; i < piece.length; i++) {
    while (length > 0 && piece[i] !== piece[length]) length = fallback[length - 1] ?? 0
    if (piece[i] === piece[length]) length++
    fallback.push(length)
  }
  return (text, from, end) => {
    let length = 0
    for (let i = from; i < end; i++) {
      while (length > 0 && text[i] !== piece[length]) length = fallback[length - 1] ?? 0
      if (text[i] === piece[length]) length++
      if (length === piece.length) return i + 1
    }
    return -1
  }
}
