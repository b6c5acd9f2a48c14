// What the stand-in keeps: loops with their members, and requests in the form in which HITL.sh reads them back.
import { randomBytes } from 'node:crypto'
import type { Json } from '@holdpoint/core'

export interface StandInMember {
  readonly user_id: string
  readonly name: string
  readonly email: string
}

export interface StandInLoop {
  readonly id: string
  readonly name: string
  readonly icon: string
  readonly description: string
  readonly members: readonly StandInMember[]
}

export interface StandInOption {
  readonly value: string
  readonly label: string
}

/** A request as `GET /api/requests/{id}` shows it [DOCS-A], with what a reviewer's answer changes. */
export interface StandInRequest {
  readonly id: string
  readonly loop_id: string
  readonly processing_type: string
  readonly type: string
  readonly priority: string
  readonly request_text: string
  readonly context: Json
  readonly platform: string
  readonly response_type: string
  readonly response_config: Json
  readonly default_response: Json
  readonly timeout_seconds: number
  readonly timeout_at: string
  readonly callback_url: string | null
  readonly broadcasted_to: readonly Json[]
  readonly created_at: string
  updated_at: string
  status: 'pending' | 'claimed' | 'completed' | 'timeout' | 'cancelled'
  response_by: string | null
  response_at: string | null
  response_data: Json
  response_time_seconds: number | null
}

export interface Ledger {
  readonly loops: Map<string, StandInLoop>
  readonly requests: Map<string, StandInRequest>
  /** Requests that feedback was given for. */
  readonly feedback: Set<string>
  /** Epoch ms. */
  readonly now: () => number
}

/** Ids there are MongoDB object ids [DOCS-A openapi]. */
export const newObjectId = (): string => randomBytes(12).toString('hex')

export const isObjectId = (id: string): boolean => /^[0-9a-f]{24}$/i.test(id)

export const isOpen = (request: StandInRequest): boolean => request.status === 'pending' || request.status === 'claimed'
