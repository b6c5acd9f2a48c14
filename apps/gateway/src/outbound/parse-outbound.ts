// Reads the approved action of kind `outbound.message`. Strict: a field that no channel would send is refused, since
// what was approved is what must be delivered.
import { ok, refuse, type Action, type Result } from '@holdpoint/core'
import { z } from 'zod'
import type { OutboundDelivery } from './outbound-channel.ts'

const filled = z.string().min(1)

const target = z.strictObject({ channel: filled, to: filled, account: filled.optional(), thread: filled.optional() })

const input = z.strictObject({
  payloads: z
    .array(
      z
        .strictObject({ text: z.string().optional(), mediaUrls: z.array(filled).optional() })
        .refine(({ text, mediaUrls }) => text !== undefined || mediaUrls !== undefined, {
          error: 'needs text or mediaUrls',
        }),
    )
    .min(1),
})

export type OutboundAction = Omit<OutboundDelivery, 'approvalId' | 'at'>

/** Refuses with `invalid_request`, naming the field. */
export function parseOutbound(action: Action): Result<OutboundAction> {
  if (action.kind !== 'outbound.message')
    return refuse('invalid_request', `The kind must be outbound.message, not ${action.kind}.`, 'action.kind')
  const parsedTarget = target.safeParse(action.target)
  if (!parsedTarget.success) return refused('action.target', parsedTarget.error)
  const parsedInput = input.safeParse(action.input)
  if (!parsedInput.success) return refused('action.input', parsedInput.error)
  const { account, thread, ...rest } = parsedTarget.data
  return ok({
    ...rest,
    ...(account === undefined ? {} : { account }),
    ...(thread === undefined ? {} : { thread }),
    payloads: parsedInput.data.payloads.map(({ text, mediaUrls }) => ({
      ...(text === undefined ? {} : { text }),
      ...(mediaUrls === undefined ? {} : { mediaUrls }),
    })),
  })
}

function refused(root: string, error: z.ZodError) {
  const issue = error.issues[0]
  const field = [root, ...(issue?.path ?? [])].join('.')
  return refuse('invalid_request', issue?.message ?? 'It is malformed.', field)
}
