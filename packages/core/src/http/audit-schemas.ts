// The shapes of the audit calls as JSON Schema (2020-12), for the OpenAPI document.
import { statuses } from '../domain/approval.ts'
import { verdicts } from '../domain/vote.ts'

const hash = (description: string) => ({ type: 'string', pattern: '^sha256:[0-9a-f]{64}$', description })
const loop = { type: 'string', description: 'The loop, or `@gateway` for keys and sign-ins.' }

export const auditSchemas = {
  AuditEntry: {
    type: 'object',
    description: 'As it is hashed: `hash` is the SHA-256 of the canonical JSON of all other fields and `"v": 1`.',
    properties: {
      seq: { type: 'integer', minimum: 1 },
      prev: hash('The hash of the entry before; zeros for the first.'),
      id: { type: 'string' },
      hash: hash('Of this entry.'),
      event: { type: 'string', description: '`approval.decided`, `rule.revoked`, …' },
      loop,
      about: { type: 'string', description: 'Id of the approval, rule or key.' },
      actor: { type: 'string' },
      via: { type: 'string', description: 'The way in.' },
      at: { type: 'string', format: 'date-time', description: 'By the store’s clock.' },
      version: { type: 'integer', minimum: 1, description: 'Which change of its approval this is.' },
      from: { enum: statuses },
      to: { enum: statuses },
      digest: hash('Of the action.'),
      line: { type: 'string', description: 'What the policy said when it was asked for.' },
      rule: { type: 'string' },
      verdict: { enum: verdicts },
      reviewer: { type: 'string', description: 'Whom a channel named as having said that.' },
    },
    required: ['seq', 'prev', 'id', 'hash', 'event', 'loop', 'about', 'actor', 'via', 'at'],
  },
  AuditPage: {
    type: 'object',
    properties: {
      items: { type: 'array', items: { $ref: '#/components/schemas/AuditEntry' } },
      next: { type: 'integer', description: 'Pass it on as `after`.' },
    },
    required: ['items'],
  },
  AuditHead: {
    type: 'object',
    properties: { loop, seq: { type: 'integer', minimum: 0 }, hash: hash('Of the last entry.') },
    required: ['loop', 'seq', 'hash'],
  },
} as const
