// From the bytes of a webhook to a typed event, or the reason why it is none: the one function that a receiver needs.
import { parseJson } from '../parse/json.ts'
import { isObject, own } from './chosen.ts'
import { parseWebhook, type ParsedWebhook } from './webhook.ts'
import { isSignedBy } from './webhook-signature.ts'

export interface WebhookProof {
  /** The header `x-hitl-signature-256`, if one came. */
  readonly signature?: string | undefined
  /** The secrets of account-level webhooks; two while they rotate. None: signatures aren't looked at. */
  readonly secrets?: readonly string[]
  /** Epoch ms; where given, a `timestamp` in the body must be from 48 hours before it to 5 minutes after. */
  readonly now?: number
}

/** The documented retries go on for 39 hours; a body that is older is nobody's retry. */
const maxAgeMs = 48 * 3_600_000
const maxAheadMs = 5 * 60_000

/**
 * Never throws. What can be read in two ways (a key twice, `__proto__`, another encoding than UTF-8) is refused, so that
 * two readers can't disagree. With `secrets`, a signature must be right where there is one, and the nested form must
 * have one; the flat form is documented as unsigned.
 */
export function readWebhook(bytes: Uint8Array, { signature, secrets = [], now }: WebhookProof = {}): ParsedWebhook {
  const isChecked = secrets.length > 0
  if (isChecked && signature !== undefined && !isSignedBy(bytes, signature, secrets))
    return no('its signature is wrong')
  const body = parseJson(bytes)
  if (!body.ok) return no(body.detail)
  const isNested = isObject(body.value) && Object.hasOwn(body.value, 'data')
  if (isChecked && isNested && signature === undefined) return no('it is an account-level webhook without a signature')
  const sentAt = isObject(body.value) ? own(body.value, 'timestamp') : undefined
  if (now !== undefined && sentAt !== undefined && !isTimely(sentAt, now))
    return no('its timestamp is no time, or too far from now')
  return parseWebhook(body.value)
}

function isTimely(sentAt: unknown, now: number): boolean {
  const at = typeof sentAt === 'string' ? Date.parse(sentAt) : Number.NaN
  return at >= now - maxAgeMs && at <= now + maxAheadMs
}

const no = (reason: string): ParsedWebhook => ({ ok: false, reason })
