// Requests as they go over the wire to HITL.sh and back. Sources: [DOCS-A] its documentation of 2025-09 with
// openapi.json, [DOCS-B] the 2026 revisions, [MCP] and [N8N] its own clients.
import type { Json } from '../domain/json.ts'
import type { HitlShQuestion } from './question.ts'

/** Every answer of the API [DOCS-A errors]. There is no machine error code: only the HTTP status, `msg` and `data`. */
export interface HitlShEnvelope {
  readonly error: boolean
  readonly msg: string
  readonly data?: Json | undefined
}

interface CreateBase {
  readonly processing_type: 'time-sensitive' | 'deferred'
  /** `file`, `video` and `audio` since 2026 [DOCS-B]. `text` is not a value. */
  readonly type: 'markdown' | 'image' | 'file' | 'video' | 'audio'
  /** `normal` is not a value. */
  readonly priority: HitlShPriority
  /** 1–2,000 characters. */
  readonly request_text: string
  /** Needed where `type` is `image`; likewise the next ones for their types. */
  readonly image_url?: string
  readonly file_url?: string
  readonly file_type?: string
  readonly file_name?: string
  readonly video_url?: string
  readonly audio_url?: string
  readonly context?: { readonly [key: string]: Json }
  /** 60–86,400; required where `processing_type` is `time-sensitive`. A deferred one lasts 30 days. */
  readonly timeout_seconds?: number
  readonly platform: 'n8n' | 'zapier' | 'web_portal' | 'api' | 'mobile' | 'webhook'
  readonly platform_version?: string
  readonly callback_url?: string
}

export const hitlShPriorities = ['critical', 'high', 'medium', 'low'] as const
/** Most urgent first. */
export type HitlShPriority = (typeof hitlShPriorities)[number]

/** The body of `POST /api/loops/{loopId}/requests` [DOCS-A create-request]. */
export type CreateHitlShRequest = CreateBase & HitlShQuestion

/** What a create is answered with [DOCS-A]: the identifier is `request_id`, not `id`. */
export interface CreatedHitlShRequest {
  readonly request_id: string
}

export const hitlShStatuses = ['pending', 'claimed', 'completed', 'timeout', 'cancelled'] as const
export type HitlShStatus = (typeof hitlShStatuses)[number]

/** A request as it is read back [DOCS-A, N8N]. Only what is decided by is required; the pages disagree on the rest. */
export interface HitlShRequest {
  readonly id: string
  /** One of `hitlShStatuses`; other words have been seen [N8N]. */
  readonly status: string
  readonly loop_id?: string | undefined
  readonly response_type?: string | undefined
  readonly response_config?: Json | undefined
  readonly response_data?: Json | undefined
  /** A user id, or an object with `user_id`. */
  readonly response_by?: Json | undefined
  readonly context?: Json | undefined
  /** ISO 8601, as sent. */
  readonly timeout_at?: string | undefined
}

/** One page of `GET /api/requests`. `total` and `has_more` are not in the openapi, only on the page [DOCS-A]. */
export interface HitlShRequestPage {
  readonly requests: readonly HitlShRequest[]
  readonly total?: number | undefined
  readonly has_more?: boolean | undefined
}

/** The query of `GET /api/requests` [DOCS-A]. */
export interface HitlShRequestQuery {
  readonly status?: HitlShStatus
  readonly priority?: HitlShPriority
  readonly loop_id?: string
  /** 1–100; default 50. */
  readonly limit?: number
  readonly offset?: number
  readonly sort?: 'created_at_desc' | 'created_at_asc' | 'priority_desc' | 'status_asc'
}

/** What a cancel is answered with [DOCS-A openapi]. */
export interface CancelledHitlShRequest {
  readonly request_id: string
  readonly status: string
}

/** The body of `POST /api/requests/{id}/feedback` [DOCS-A]; at least one field. Ratings are 1–5. */
export interface HitlShFeedback {
  readonly rating?: number
  readonly accuracy?: number
  readonly timeliness?: number
  readonly helpfulness?: number
  /** ≤ 1,000 characters. */
  readonly comment?: string
  readonly would_recommend?: boolean
  readonly tags?: readonly string[]
  readonly follow_up_needed?: boolean
  readonly category?: 'positive' | 'constructive' | 'issue'
}

export interface HitlShFeedbackReceipt {
  readonly request_id: string
  readonly feedback_id?: string | undefined
}
