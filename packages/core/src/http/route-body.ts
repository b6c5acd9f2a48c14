// The body of a guarded request as a reviewer reads it: all of it, in a form in which it can be read in one way only,
// beside the digest of its very bytes.
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { ok, refuse, type Result } from '../domain/errors.ts'
import type { Json } from '../domain/json.ts'
import { parseJson } from '../parse/json.ts'

export interface RouteBody {
  /** The value of Content-Type, as it was sent. */
  readonly type: string | undefined
  /** The value of Content-Encoding, as it was sent. */
  readonly encoding: string | undefined
  readonly bytes: Uint8Array
}

export type BodyJson = { readonly [key: string]: Json }

/**
 * JSON as its value, other text as text, anything else as base64 where `binary` allows it. Refuses with `invalid_json`
 * or `invalid_request` what is called JSON and can be read in two ways, with `unsupported_media_type` what isn't text.
 */
export function showBody(body: RouteBody, binary: boolean): Result<BodyJson> {
  const { type, encoding, bytes } = body
  const about = { ...(type !== undefined && { type }), ...(encoding !== undefined && { encoding }) }
  if (bytes.length === 0) return ok({ ...about, bytes: 0 })
  const shown = contentOf(body, binary)
  return shown.ok
    ? ok({ ...about, bytes: bytes.length, digest: `sha256:${bytesToHex(sha256(bytes))}`, ...shown.value })
    : shown
}

function contentOf({ type, encoding, bytes }: RouteBody, binary: boolean): Result<BodyJson> {
  const [media = '', ...parameters] = (type ?? '').toLowerCase().split(';')
  const isPlain = encoding === undefined || encoding.trim().toLowerCase() === 'identity'
  if (isPlain && isUtf8(parameters)) {
    if (/^\s*application\/(?:[^\s;]+\+)?json\s*$/.test(media)) {
      const json = parseJson(bytes)
      return json.ok ? ok({ json: json.value }) : json
    }
    const text = textOf(bytes)
    if (text !== undefined) return ok({ text })
  }
  return binary
    ? ok({ base64: toBase64(bytes) })
    : refuse(
        'unsupported_media_type',
        'A person has to read this body before it may run: send it as UTF-8 text, not compressed.',
      )
}

/** Without a charset, or with this one: in another, the same bytes may say something else. */
function isUtf8(parameters: readonly string[]): boolean {
  return parameters.every((parameter) => {
    if (!parameter.includes('charset')) return true
    const [name = '', value = '', ...more] = parameter.split('=')
    return name.trim() === 'charset' && more.length === 0 && utf8.has(value.trim())
  })
}

/** Compared whole: a pattern that skips blanks and quotes takes minutes over a header of nothing but blanks. */
const utf8: ReadonlySet<string> = new Set(['utf-8', 'utf8', '"utf-8"', '"utf8"'])

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return btoa(text)
}
