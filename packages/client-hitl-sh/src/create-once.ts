// Creates a request at HITL.sh once, as far as that can be had from a service without an idempotency key.
import { setTimeout as pause } from 'node:timers/promises'
import type { CreatedHitlShRequest, CreateHitlShRequest } from '@holdpoint/core/hitl-sh'
import type { HitlShResult } from './call-result.ts'
import type { CallOptions, HitlShClient } from './client.ts'
import { findOurs, isOpen, type Marker } from './find-ours.ts'

export interface CreateOnceOptions extends CallOptions {
  /** Put into the request's `context`, and looked for before it is created again. Unique to this question. */
  readonly marker: Marker
  /** An attempt may have been made before: looks first. */
  readonly isRepeat?: boolean
  /** How often it is tried here, 1 by default; before each further try the list is looked at. */
  readonly tries?: number
}

export interface CreatedOnce extends CreatedHitlShRequest {
  /** Others with the same marker that are open there: a create whose answer was lost may show up late. */
  readonly duplicates: readonly string[]
}

/**
 * A create that is still on its way when the list is read can be missed; then there are two, and a later look reports
 * the other as a duplicate.
 */
export async function createRequestOnce(
  client: HitlShClient,
  loopId: string,
  body: CreateHitlShRequest,
  { marker, isRepeat = false, tries = 1, ...call }: CreateOnceOptions,
): Promise<HitlShResult<CreatedOnce>> {
  const marked: CreateHitlShRequest = { ...body, context: { ...body.context, ...marker } }
  let mustLook = isRepeat
  for (let tried = 1; ; tried++) {
    const found = mustLook ? await findOurs(client, loopId, marker, call) : undefined
    if (found && !found.ok) return found
    const [first, ...others] = found?.value ?? []
    if (first)
      return { ok: true, value: { request_id: first.id, duplicates: others.filter(isOpen).map(({ id }) => id) } }

    const created = await client.createRequest(loopId, marked, call)
    if (created.ok) return { ...created, value: { ...created.value, duplicates: [] } }
    if (!created.retryable || created.retryAt !== undefined || tried >= tries) return created
    mustLook ||= created.unknownOutcome
    const waitMs = 250 * 2 ** tried * (0.5 + Math.random() / 2)
    const options = call.signal ? { signal: call.signal } : {}
    if (!(await pause(waitMs, true, options).catch(() => false))) return created
  }
}
