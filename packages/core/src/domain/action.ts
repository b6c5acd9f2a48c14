// What is about to happen, and the digest that ties every decision to exactly that.
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import canonicalize from 'canonicalize'
import type { Json } from './json.ts'

export interface Action {
  /** Dotted: `outbound.message`, `http.route`, `tool.call`, or your own. */
  readonly kind: string
  /** To whom or what: a flat map of strings. */
  readonly target: Readonly<Record<string, string>>
  /** The full content. Nothing that decides the effect stays outside. */
  readonly input: Json
}

/** `sha256:` and 64 lower-case hex digits. */
export type Digest = `sha256:${string}`

/** Canonical JSON (RFC 8785). Throws on what JSON can't hold: `undefined`, `NaN`, lone surrogates. */
export function canonicalJson(value: Json): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('canonicalJson: this value has no JSON form')
  return text
}

/**
 * The digest of one action asked by one requester in one loop: any other bytes give another digest.
 *
 * ```ts
 * import { digestOf, type Digest } from '@holdpoint/core'
 *
 * const action = { kind: 'tool.call', target: { tool: 'deploy' }, input: { version: '1.2.3' } }
 * export const digest: Digest = digestOf('default', 'agent:deployer', action)
 * ```
 */
export function digestOf(loop: string, requester: string, action: Action): Digest {
  const { kind, target, input } = action
  return sha256Of(canonicalJson({ v: 1, loop, requester, kind, target, input }))
}

export function sha256Of(text: string): Digest {
  return `sha256:${bytesToHex(sha256(utf8ToBytes(text)))}`
}
