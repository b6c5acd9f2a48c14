// Reads HITL.sh's answers leniently: unknown fields are ignored, and nothing is required that nothing is decided by.
import { z } from 'zod'
import type { Json } from '../domain/json.ts'
import type {
  CancelledHitlShRequest,
  CreatedHitlShRequest,
  HitlShEnvelope,
  HitlShFeedbackReceipt,
  HitlShRequest,
  HitlShRequestPage,
} from './wire.ts'

export type HitlShParsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string }

// Documented as 24 hex digits [DOCS-A openapi]. Any plain word will do, but nothing that means more inside a URL.
const idPattern = /^[A-Za-z0-9_-]{1,128}$/

/** Whether this can be an id at HITL.sh: a plain word that stays one path segment. */
export const isHitlShId = (id: string): boolean => idPattern.test(id)

export const wireId = z.string().regex(idPattern)
/** Text that nothing is decided by: what isn't text is as good as absent. */
export const wireText = z.string().optional().catch(undefined)

const json = z.custom<Json>(() => true)
const request = z.object({
  id: wireId,
  status: z.string(),
  loop_id: z
    .string()
    .nullish()
    .transform((value) => value ?? undefined),
  response_type: wireText,
  response_config: json.optional(),
  response_data: json.optional(),
  response_by: json.optional(),
  context: json.optional(),
  timeout_at: wireText,
})

const envelope = z.object({ error: z.boolean(), msg: z.string().catch(''), data: json.optional() })
const created = z.object({ request_id: wireId })
const readBack = z.object({ request })
const listed = z.object({
  requests: z.array(z.unknown()),
  total: z.number().optional().catch(undefined),
  has_more: z.boolean().optional().catch(undefined),
})
const cancelled = z.object({ request_id: wireId, status: z.string() })
const receipt = z.object({ request_id: wireId, feedback_id: wireText })

export const parseEnvelope = (body: unknown): HitlShParsed<HitlShEnvelope> => readWire(envelope, body)

/** Each takes the envelope's `data`. */
export const parseCreatedRequest = (data: unknown): HitlShParsed<CreatedHitlShRequest> => readWire(created, data)
export const parseCancelledRequest = (data: unknown): HitlShParsed<CancelledHitlShRequest> => readWire(cancelled, data)
export const parseFeedbackReceipt = (data: unknown): HitlShParsed<HitlShFeedbackReceipt> => readWire(receipt, data)

export const parseRequest = (data: unknown): HitlShParsed<HitlShRequest> =>
  inside(readWire(readBack, data), (value) => value.request)

/** Items that can't be read are left out: one odd request must not hide the others. */
export const parseRequestPage = (data: unknown): HitlShParsed<HitlShRequestPage> =>
  inside(readWire(listed, data), ({ requests, ...rest }) => ({ ...rest, requests: eachReadable(request, requests) }))

export const parseRequestList = (data: unknown): HitlShParsed<readonly HitlShRequest[]> =>
  inside(parseRequestPage(data), (page) => page.requests)

export function eachReadable<T>(schema: z.ZodType<T>, items: readonly unknown[]): readonly T[] {
  return items.flatMap((item) => {
    const parsed = schema.safeParse(item)
    return parsed.success ? [parsed.data] : []
  })
}

export function readWire<T>(schema: z.ZodType<T>, value: unknown): HitlShParsed<T> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return { ok: true, value: parsed.data }
  const issue = parsed.error.issues[0]
  return { ok: false, reason: `${issue?.path.join('.') || 'the body'} is missing or malformed` }
}

export function inside<T, U>(parsed: HitlShParsed<T>, pick: (value: T) => U): HitlShParsed<U> {
  return parsed.ok ? { ok: true, value: pick(parsed.value) } : parsed
}
