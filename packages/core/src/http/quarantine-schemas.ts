// The shapes of the calls on quarantined callbacks as JSON Schema (2020-12), for the OpenAPI document.
import { quarantineStatuses } from '../domain/quarantine.ts'
import { verdicts } from '../domain/vote.ts'

const time = (description: string) => ({ type: 'string', format: 'date-time', description })
const reason = { type: 'string', maxLength: 2000 }
const digest = { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' }

export const quarantineSchemas = {
  QuarantinedCallback: {
    type: 'object',
    properties: {
      id: { type: 'string' },
      status: { enum: quarantineStatuses },
      approval: { type: 'string', description: 'The approval that its secret opens.' },
      loop: { type: 'string' },
      channel: { type: 'string' },
      reason: { type: 'string', description: 'Why it was not understood.' },
      receivedAt: time('When it came.'),
      text: { type: 'string', description: 'What was sent. Show hidden characters before you show it.' },
      closedBy: { type: 'string' },
      closedAt: time('When it was dealt with.'),
      verdict: { enum: verdicts, description: 'How it was settled.' },
      note: { type: 'string' },
    },
    required: ['id', 'status', 'approval', 'loop', 'channel', 'reason', 'receivedAt', 'text'],
  },
  QuarantinePage: {
    type: 'object',
    properties: {
      items: { type: 'array', items: { $ref: '#/components/schemas/QuarantinedCallback' } },
      next: { type: 'string', description: 'Pass it on as `cursor`.' },
    },
    required: ['items'],
  },
  Settlement: {
    type: 'object',
    properties: { verdict: { enum: verdicts }, digest, reason },
    required: ['verdict', 'digest'],
    additionalProperties: false,
  },
  Dismissal: { type: 'object', properties: { reason }, additionalProperties: false },
} as const
