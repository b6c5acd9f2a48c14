// Reads HITL.sh's answers leniently: unknown fields are ignored, and nothing is required that nothing is decided by.
import { z } from 'zod'
import type { Json } from '../domain/json.ts'
import type {
  CancelledHitlShRequest,
  CreatedHitlShRequest,
  HitlShEnvelope,
  HitlShKey,
  HitlShLoop,
  HitlShRequest,
} from './wire.ts'

export type HitlShParsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string }

// Documented as 24 hex digits [DOCS-A openapi]. Any plain word will do, but nothing that means more inside a URL.
const idPattern = /^[A-Za-z0-9_-]{1,128}$/

/** Whether this can be an id at HITL.sh: a plain word that stays one path segment. */
export const isHitlShId = (id: string): boolean => idPattern.test(id)

const json = z.custom<Json>(() => true)
const id = z.string().regex(idPattern)
const loop = z.object({ id, name: z.string() })
const request = z.object({
  id,
  status: z.string(),
  loop_id: z.string().nullish().transform(orAbsent),
  response_data: json.optional(),
  response_by: json.optional(),
  context: json.optional(),
})

const envelope = z.object({ error: z.boolean(), msg: z.string().catch(''), data: json.optional() })
const created = z.object({ request_id: id })
const readBack = z.object({ request })
const listed = z.object({ requests: z.array(z.unknown()) })
const cancelled = z.object({ request_id: id, status: z.string() })
const loops = z.object({ loops: z.array(loop) })
const createdLoop = z.object({ loop })
const key = z.object({
  api_key_id: z.string(),
  account_status: z.string(),
  permissions: z.array(z.string()).optional(),
})

function orAbsent<T>(value: T | null | undefined): T | undefined {
  return value ?? undefined
}

export const parseEnvelope = (body: unknown): HitlShParsed<HitlShEnvelope> => read(envelope, body)

/** Each takes the envelope's `data`. */
export const parseCreatedRequest = (data: unknown): HitlShParsed<CreatedHitlShRequest> => read(created, data)
export const parseCancelledRequest = (data: unknown): HitlShParsed<CancelledHitlShRequest> => read(cancelled, data)
export const parseHitlShKey = (data: unknown): HitlShParsed<HitlShKey> => read(key, data)

export const parseRequest = (data: unknown): HitlShParsed<HitlShRequest> =>
  inside(read(readBack, data), (value) => value.request)

/** Items that can't be read are left out: one odd request must not hide the others. */
export const parseRequestList = (data: unknown): HitlShParsed<readonly HitlShRequest[]> =>
  inside(read(listed, data), (value) =>
    value.requests.flatMap((item) => {
      const parsed = read(request, item)
      return parsed.ok ? [parsed.value] : []
    }),
  )

export const parseLoopList = (data: unknown): HitlShParsed<readonly HitlShLoop[]> =>
  inside(read(loops, data), (value) => value.loops)

export const parseCreatedLoop = (data: unknown): HitlShParsed<HitlShLoop> =>
  inside(read(createdLoop, data), (value) => value.loop)

function read<T>(schema: z.ZodType<T>, value: unknown): HitlShParsed<T> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return { ok: true, value: parsed.data }
  const issue = parsed.error.issues[0]
  return { ok: false, reason: `${issue?.path.join('.') || 'the body'} is missing or malformed` }
}

function inside<T, U>(parsed: HitlShParsed<T>, pick: (value: T) => U): HitlShParsed<U> {
  return parsed.ok ? { ok: true, value: pick(parsed.value) } : parsed
}
