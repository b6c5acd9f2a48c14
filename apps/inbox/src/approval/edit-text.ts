// An input as text that can be edited, and back. Characters that can't be seen are written as escapes, so that a field
// shows all that is in it.
import { showHidden } from '@holdpoint/core'
import type { Json } from '../api/wire.ts'

const line = /\n/

/** Pretty-printed JSON in which everything hidden is a `\u…` escape. */
export function toEditable(input: Json): string {
  return Array.from(JSON.stringify(input, undefined, 2), escaped).join('')
}

function escaped(character: string): string {
  if (line.test(character) || showHidden(character) === character) return character
  return [...Array(character.length).keys()]
    .map((i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`)
    .join('')
}

/** Undefined where the text is no JSON. */
export function fromEditable(text: string): { readonly input: Json } | undefined {
  try {
    return { input: JSON.parse(text) as Json }
  } catch {
    return undefined
  }
}
