// The place in a list, as one opaque word of a URL.

export interface ListCursor {
  readonly sortKey: string
  readonly id: string
}

/** Base64url, without padding, of the UTF-8 JSON `[sortKey, id]`. */
export function encodeCursor({ sortKey, id }: ListCursor): string {
  const bytes = new TextEncoder().encode(JSON.stringify([sortKey, id]))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

/** Undefined unless it is exactly what `encodeCursor` gives for some place. */
export function decodeCursor(word: string): ListCursor | undefined {
  if (!/^[A-Za-z0-9_-]{1,1024}$/.test(word)) return undefined
  try {
    const binary = atob(word.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0))
    const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
    if (!Array.isArray(parsed)) return undefined
    const [sortKey, id] = parsed as readonly unknown[]
    if (typeof sortKey !== 'string' || typeof id !== 'string') return undefined
    if (!sortKey.isWellFormed() || !id.isWellFormed()) return undefined
    const cursor = { sortKey, id }
    return encodeCursor(cursor) === word ? cursor : undefined
  } catch {
    return undefined
  }
}
