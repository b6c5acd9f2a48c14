// The first words of an action's content, for a line in a list. Nobody decides by it.
import type { Json } from '../api/wire.ts'
import { messagesIn } from './messages-in.ts'

const longest = 160

export function excerptOf(input: Json): string {
  const texts = messagesIn(input)?.parts.flatMap(({ text, mediaUrls }) => [text ?? '', ...mediaUrls])
  const text = texts ? texts.join(' ') : input === null ? '' : JSON.stringify(input)
  const start = text.slice(0, longest).replace(/[ \n\r\t]+/g, ' ')
  // A pair of surrogates that was cut in two would be shown as something hidden.
  return start.trim().replace(/[\ud800-\udbff]$/, '')
}

/** How many characters there are to read. */
export function contentLength(input: Json): number {
  const message = messagesIn(input)
  if (!message?.isWhole) return JSON.stringify(input).length
  return message.parts.reduce((sum, { text = '', mediaUrls }) => sum + text.length + mediaUrls.join('').length, 0)
}
