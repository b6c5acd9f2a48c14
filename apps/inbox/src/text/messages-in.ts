// A message's texts, read out of the very input that runs.
import type { Json } from '../api/wire.ts'

export interface MessagePart {
  readonly text?: string
  readonly mediaUrls: readonly string[]
}

export interface Message {
  readonly parts: readonly MessagePart[]
  /** The parts say all that the input says, so its JSON would add nothing. */
  readonly isWhole: boolean
}

type Fields = { readonly [key: string]: Json }
const isFields = (json: Json | undefined): json is Fields =>
  typeof json === 'object' && json !== null && !Array.isArray(json)
const isTexts = (json: Json | undefined): json is readonly string[] =>
  Array.isArray(json) && json.every((item) => typeof item === 'string')

/** Undefined where the input is no message: `{payloads: [{text?, mediaUrls?}]}`. */
export function messagesIn(input: Json): Message | undefined {
  if (!isFields(input)) return undefined
  const { payloads, ...others } = input
  if (!Array.isArray(payloads) || payloads.length === 0) return undefined
  let isWhole = Object.keys(others).length === 0
  const parts: MessagePart[] = []
  for (const payload of payloads as readonly Json[]) {
    if (!isFields(payload)) return undefined
    const { text, mediaUrls, ...more } = payload
    const isText = text === undefined || typeof text === 'string'
    const isMedia = mediaUrls === undefined || isTexts(mediaUrls)
    if (!isText || !isMedia || Object.keys(more).length > 0) isWhole = false
    parts.push({ ...(typeof text === 'string' && { text }), mediaUrls: isTexts(mediaUrls) ? mediaUrls : [] })
  }
  return { parts, isWhole }
}
