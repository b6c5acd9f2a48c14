// The shapes of the calls on rules as JSON Schema (2020-12), for the OpenAPI document. Parsers judge; these describe.
import { ruleStatuses } from '../domain/rule.ts'

const loop = { type: 'string', pattern: '^[a-z0-9][a-z0-9_-]{0,63}$' }
const target = { type: 'object', additionalProperties: { type: 'string' }, description: 'To whom or what, exactly.' }
const maxUses = { type: 'integer', minimum: 1, maximum: 1_000_000 }
const time = (description: string) => ({ type: 'string', format: 'date-time', description })

export const ruleSchemas = {
  RuleDraft: {
    type: 'object',
    properties: {
      loop,
      requester: { type: 'string', minLength: 1, maxLength: 256, not: { const: '*' }, description: 'One id, exactly.' },
      kind: { type: 'string' },
      target,
      input: { description: 'Where it is there, the rule is for this input only.' },
      expiresInMs: { type: 'integer', minimum: 60_000, maximum: 31_536_000_000, default: 2_592_000_000 },
      maxUses,
    },
    required: ['requester', 'kind', 'target'],
    additionalProperties: false,
  },
  Rule: {
    type: 'object',
    properties: {
      id: { type: 'string' },
      status: { enum: ruleStatuses },
      loop,
      requester: { type: 'string' },
      kind: { type: 'string' },
      target,
      inputDigest: { type: 'string', pattern: '^sha256:[0-9a-f]{64}$', description: 'For this input only.' },
      createdBy: { type: 'string' },
      approval: { type: 'string', description: 'The approval that it comes from.' },
      createdAt: time('When it was made.'),
      expiresAt: time('From then on it allows nothing.'),
      maxUses,
      uses: { type: 'integer', minimum: 0, description: 'Exact where maxUses is set; else counted in batches.' },
      lastUsedAt: time('When it last allowed something.'),
      revokedAt: time('When it was revoked.'),
      revokedBy: { type: 'string' },
    },
    required: ['id', 'status', 'loop', 'requester', 'kind', 'target', 'createdBy', 'createdAt', 'expiresAt', 'uses'],
  },
  RulePage: {
    type: 'object',
    properties: {
      items: { type: 'array', items: { $ref: '#/components/schemas/Rule' } },
      next: { type: 'string', description: 'Pass it on as `cursor`.' },
    },
    required: ['items'],
  },
} as const
