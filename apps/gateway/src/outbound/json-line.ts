// One JSON value on one line, safe to look at in a terminal or an editor.
import type { Json } from '@holdpoint/core'

// Controls, line and paragraph separators, and every invisible or direction-changing format character.
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** With its newline. Parsing it gives the same value: what can't be seen is written as `\u` escapes. */
export function jsonLine(value: Json): string {
  const text = JSON.stringify(value).replaceAll(unseen, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  )
  return `${text}\n`
}
