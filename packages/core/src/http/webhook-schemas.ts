// The shapes of the calls on webhooks as JSON Schema (2020-12), for the OpenAPI document.
import { statuses } from '../domain/approval.ts'

export const webhookSchemas = {
  DeadWebhook: {
    type: 'object',
    properties: {
      id: { type: 'string', description: 'The `webhook-id` of every attempt.' },
      approval: { type: 'string' },
      loop: { type: 'string' },
      url: { type: 'string', description: 'The `callbackUrl` of the approval.' },
      status: { enum: statuses, description: 'The status that it tells.' },
      reason: { type: 'string', description: 'What came of the last attempt.' },
      at: { type: 'string', format: 'date-time', description: 'When the last attempt failed.' },
    },
    required: ['id', 'approval', 'loop', 'url', 'status', 'reason', 'at'],
  },
  DeadWebhookPage: {
    type: 'object',
    properties: {
      items: { type: 'array', items: { $ref: '#/components/schemas/DeadWebhook' } },
      next: { type: 'string', description: 'Pass it on as `cursor`.' },
    },
    required: ['items'],
  },
} as const
