// The body of `POST /v1/outbound`, and the action that a message is.
import { z } from 'zod'
import type { Action } from '../domain/action.ts'
import type { Claim } from '../domain/approval.ts'
import type { Result } from '../domain/errors.ts'
import type { Json } from '../domain/json.ts'
import { check } from './check.ts'
import { claim, expiresInMs, httpUrl, loopName } from './fields.ts'
import { jsonObject, matching, record, text } from './schema.ts'

/** Has some text, or a media URL, or both. */
export interface OutboundPayload {
  readonly text?: string
  readonly mediaUrls?: readonly string[]
}

export interface OutboundMessage {
  /** The name of an outbound channel of the gateway. */
  readonly channel: string
  readonly to: string
  readonly account?: string
  readonly thread?: string
  /** 1 … 100. */
  readonly payloads: readonly OutboundPayload[]
  readonly loop?: string
  readonly claim?: Claim
  readonly context?: { readonly [key: string]: Json }
  /** 1,000 … 2,592,000,000. */
  readonly expiresInMs?: number
}

const manyUrls = 'a list of at most 32 absolute http or https URLs'
const manyPayloads = 'a list of 1 to 100 payloads'
const address = text(4_096, 1)

const payload = record({
  text: text(100_000).optional(),
  mediaUrls: z.array(httpUrl, { error: manyUrls }).max(32, { error: manyUrls }).optional(),
}).refine((value) => Boolean(value.text) || (value.mediaUrls?.length ?? 0) > 0, {
  error: 'an object with some text, a media URL, or both',
})

const message = record({
  channel: matching(
    'a channel name: 1 to 64 of A-Z, a-z, 0-9, "_", "." and "-", beginning with a letter or digit',
    /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/,
  ),
  to: address,
  account: address.optional(),
  thread: address.optional(),
  payloads: z.array(payload, { error: manyPayloads }).min(1, { error: manyPayloads }).max(100, { error: manyPayloads }),
  loop: loopName.optional(),
  claim: claim.optional(),
  context: jsonObject.optional(),
  expiresInMs: expiresInMs.optional(),
})

/** Refuses with `invalid_request`, naming the field. */
export function parseOutbound(json: unknown): Result<OutboundMessage> {
  return check(message, json)
}

/** All that decides the effect, and nothing else: two messages that differ in any of it have different digests. */
export function outboundAction({ channel, to, account, thread, payloads }: OutboundMessage): Action {
  return {
    kind: 'outbound.message',
    target: { channel, to, ...(account !== undefined && { account }), ...(thread !== undefined && { thread }) },
    input: { payloads: payloads.map((payload) => ({ ...payload })) },
  }
}
