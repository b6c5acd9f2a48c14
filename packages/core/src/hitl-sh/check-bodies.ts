// Judges what is to be sent by the limits that HITL.sh documents: a call that would be refused there costs one of the
// hundred an hour all the same.
import { z } from 'zod'
import { questionShape } from './question-shape.ts'
import type { HitlShFeedback, HitlShRequestQuery, CreateHitlShRequest } from './wire.ts'
import { hitlShPriorities, hitlShStatuses } from './wire.ts'
import type { CreateHitlShLoop, UpdateHitlShLoop } from './wire-loops.ts'

const text = (min: number, max: number) =>
  z.string({ error: 'must be text' }).refine((value) => value.length >= min && value.length <= max, {
    error: `must have ${min} to ${max} characters`,
  })
const url = z.string().refine((value) => URL.canParse(value), { error: 'must be an absolute URL' })
const word = (words: readonly string[]) => z.enum(words, { error: `must be one of ${words.join(', ')}` })
const between = (min: number, max: number) => {
  const error = `must be a whole number from ${min} to ${max}`
  return z.int({ error }).min(min, { error }).max(max, { error })
}
const kinds = ['markdown', 'image', 'file', 'video', 'audio'] as const

const create = z
  .object({
    processing_type: word(['time-sensitive', 'deferred']),
    type: word(kinds),
    priority: word(hitlShPriorities),
    request_text: text(1, 2000),
    context: z.record(z.string(), z.unknown(), { error: 'must be an object' }).optional(),
    timeout_seconds: between(60, 86_400).optional(),
    platform: word(['n8n', 'zapier', 'web_portal', 'api', 'mobile', 'webhook']),
    callback_url: url.optional(),
    image_url: url.optional(),
    file_url: url.optional(),
    video_url: url.optional(),
    audio_url: url.optional(),
  })
  .superRefine((body, context) => {
    const needs = (field: string, why: string) =>
      context.addIssue({ code: 'custom', path: [field], message: `is missing; ${why}` })
    if (body.processing_type === 'time-sensitive' && body.timeout_seconds === undefined)
      needs('timeout_seconds', 'time-sensitive requests need it')
    const { image_url, file_url, video_url, audio_url } = body
    const media = new Map(Object.entries({ image: image_url, file: file_url, video: video_url, audio: audio_url }))
    if (media.has(body.type) && media.get(body.type) === undefined) needs(`${body.type}_url`, `${body.type} needs it`)
  })

const loopShape = { name: text(1, 100), icon: text(1, 100), description: text(0, 500).optional() }
const loop = z.object(loopShape)
const loopChange = z.object(loopShape).partial()

const rating = between(1, 5).optional()
const feedback = z.object({
  rating,
  accuracy: rating,
  timeliness: rating,
  helpfulness: rating,
  comment: text(0, 1000).optional(),
  would_recommend: z.boolean().optional(),
  tags: z.array(z.string()).optional(),
  follow_up_needed: z.boolean().optional(),
  category: word(['positive', 'constructive', 'issue']).optional(),
})

const query = z.object({
  status: word(hitlShStatuses).optional(),
  priority: word(hitlShPriorities).optional(),
  loop_id: z.string().optional(),
  limit: between(1, 100).optional(),
  offset: between(0, Number.MAX_SAFE_INTEGER).optional(),
  sort: word(['created_at_desc', 'created_at_asc', 'priority_desc', 'status_asc']).optional(),
})

/** Each answers why HITL.sh would refuse it, naming the field, or undefined. */
export const whyNotCreate = (body: CreateHitlShRequest): string | undefined =>
  why(create, body) ?? why(questionShape, body)
export const whyNotCreateLoop = (body: CreateHitlShLoop): string | undefined => why(loop, body)
export const whyNotUpdateLoop = (body: UpdateHitlShLoop): string | undefined =>
  isEmpty(body) ? 'the body needs at least one of name, icon, description' : why(loopChange, body)
export const whyNotFeedback = (body: HitlShFeedback): string | undefined =>
  isEmpty(body) ? 'feedback needs at least one field' : why(feedback, body)
export const whyNotQuery = (body: HitlShRequestQuery): string | undefined => why(query, body)

const isEmpty = (body: object): boolean => Object.values(body).every((value) => value === undefined)

function why(schema: z.ZodType, body: unknown): string | undefined {
  const issue = schema.safeParse(body).error?.issues[0]
  return issue && `${issue.path.join('.') || 'the body'} ${issue.message}`
}
