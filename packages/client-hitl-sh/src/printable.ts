// Text of others made safe to put into a log line: without secrets, without characters that hide, of bounded length.
import { showHidden } from '@holdpoint/core'

const maxCharacters = 400

/** Replaces each of `secrets` by `‹secret›`, makes hidden characters visible and cuts to 400 characters. */
export function printable(text: string, secrets: readonly string[]): string {
  // Longest first: a shorter one may be part of a longer one.
  const longestFirst = secrets.filter((secret) => secret !== '').toSorted((a, b) => b.length - a.length)
  const clean = showHidden(longestFirst.reduce((kept, secret) => kept.replaceAll(secret, '‹secret›'), text))
  return clean.length <= maxCharacters
    ? clean
    : `${Array.from(clean)
        .slice(0, maxCharacters - 1)
        .join('')}…`
}
