// JSON that can be read in one way only. Everything that comes off the wire as JSON comes through here.
import { ok, refuse, type Result } from '../domain/errors.ts'
import type { Json } from '../domain/json.ts'
import { scanJson } from './json-scan.ts'

/**
 * Reads a body. Refuses with `invalid_json` what isn't UTF-8 JSON (a byte order mark included), and with
 * `invalid_request`, naming the field, what two readers could read differently: keys that come twice, `__proto__`, lone
 * surrogates, numbers that a double can't hold exactly, more than 64 levels or 100,000 values. Linear in its length.
 */
export function parseJson(bytes: Uint8Array): Result<Json> {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return refuse('invalid_json', 'The body is not valid UTF-8.')
  }
  return parseJsonText(text)
}

/** As `parseJson`, for text. */
export function parseJsonText(text: string): Result<Json> {
  if (text.startsWith('\uFEFF')) return refuse('invalid_json', 'The body begins with a byte order mark; send none.')
  let value: Json
  try {
    value = JSON.parse(text)
  } catch (error) {
    return refuse('invalid_json', `The body is not valid JSON${whereBroken(error)}.`)
  }
  return scanJson(text) ?? ok(value)
}

/** The place alone, where the engine names one: its message also quotes the body. */
function whereBroken(error: unknown): string {
  const place = error instanceof SyntaxError ? /\(line (\d+) column (\d+)\)/.exec(error.message) : null
  return place === null ? '' : ` (line ${place[1]}, column ${place[2]})`
}
