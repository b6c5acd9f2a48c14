// A target's fields come as canonical JSON sorts them; people ask first to whom.

const first: readonly string[] = ['to', 'tool', 'channel', 'method', 'path']

/** The fields of a target, those that say to whom first, the others as they are. */
export function inReadingOrder(target: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  const rank = ([field]: readonly [string, string]) => (first.includes(field) ? first.indexOf(field) : first.length)
  return Object.entries(target).toSorted((a, b) => rank(a) - rank(b))
}
