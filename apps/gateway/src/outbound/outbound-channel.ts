// The seam of outbound channels: the only ways a held message leaves the gateway.
import type { Json, RunOutcome } from '@holdpoint/core'

export type OutboundPayload = {
  readonly text?: string
  readonly mediaUrls?: readonly string[]
}

export interface OutboundDelivery {
  readonly approvalId: string
  readonly channel: string
  readonly to: string
  readonly account?: string
  readonly thread?: string
  readonly payloads: readonly OutboundPayload[]
  /** Epoch ms of the start. */
  readonly at: number
}

/** `failed`: the receiver surely took nothing, or said no. `unknown`: it may have. */
export interface SendResult {
  readonly outcome: RunOutcome
  readonly detail: Json
}

export interface OutboundChannel {
  readonly name: string
  /** Sends once. Aborting stops waiting; what was under way by then is `unknown`. */
  send(message: OutboundDelivery, signal: AbortSignal): Promise<SendResult>
}
