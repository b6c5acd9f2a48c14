// A JSON object whose fields are not known yet.
import type { Json } from '@holdpoint/core'

export type JsonRecord = Readonly<Record<string, Json | undefined>>

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
