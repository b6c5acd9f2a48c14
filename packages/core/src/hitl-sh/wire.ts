// What goes over the wire to HITL.sh and back, as far as a single-choice question needs it. Sources: [DOCS-A] its
// documentation of 2025-09 with openapi.json, [DOCS-B] the 2026 revisions, [MCP] and [N8N] its own clients.
import type { Json } from '../domain/json.ts'

/** Every answer of the API [DOCS-A errors]. There is no machine error code: only the HTTP status, `msg` and `data`. */
export interface HitlShEnvelope {
  readonly error: boolean
  readonly msg: string
  readonly data?: Json | undefined
}

/** Given as an object with its own value: the API makes up values for options that are plain strings [DOCS-B]. */
export interface HitlShOption {
  /** ≤ 100 characters. */
  readonly value: string
  /** ≤ 200 characters. */
  readonly label: string
}

/** The body of `POST /api/loops/{loopId}/requests` [DOCS-A create-request]. */
export interface CreateHitlShRequest {
  readonly processing_type: 'time-sensitive' | 'deferred'
  readonly type: 'markdown' | 'image'
  readonly priority: 'low' | 'medium' | 'high' | 'critical'
  /** 1–2,000 characters. */
  readonly request_text: string
  readonly context?: { readonly [key: string]: Json }
  /** 60–86,400; required where `processing_type` is `time-sensitive`. */
  readonly timeout_seconds?: number
  readonly response_type: 'single_select'
  /** 1–20 options. */
  readonly response_config: { readonly options: readonly HitlShOption[]; readonly required: boolean }
  readonly default_response: string
  readonly platform: 'n8n' | 'zapier' | 'web_portal' | 'api' | 'mobile' | 'webhook'
  readonly platform_version?: string
  readonly callback_url?: string
}

/** What a create is answered with [DOCS-A]: the identifier is `request_id`, not `id`. */
export interface CreatedHitlShRequest {
  readonly request_id: string
}

/** A request as it is read back [DOCS-A, N8N]. Only what is decided by is required; the pages disagree on the rest. */
export interface HitlShRequest {
  readonly id: string
  /** `pending`, `claimed`, `completed`, `timeout` or `cancelled`; other words have been seen [N8N]. */
  readonly status: string
  readonly loop_id?: string | undefined
  readonly response_data?: Json | undefined
  /** A user id, or an object with `user_id`. */
  readonly response_by?: Json | undefined
  readonly context?: Json | undefined
}

/** What a cancel is answered with [DOCS-A openapi]. */
export interface CancelledHitlShRequest {
  readonly request_id: string
  readonly status: string
}

export interface HitlShLoop {
  readonly id: string
  readonly name: string
}

/** The body of `POST /api/loops` [DOCS-A]. */
export interface CreateHitlShLoop {
  /** 1–100 characters. */
  readonly name: string
  /** 1–100 characters; the documents name no list of allowed ones. */
  readonly icon: string
  /** ≤ 500 characters. */
  readonly description?: string
}

/** Who an API key belongs to [DOCS-A test]. */
export interface HitlShKey {
  readonly api_key_id: string
  readonly account_status: string
  readonly permissions?: readonly string[] | undefined
}
