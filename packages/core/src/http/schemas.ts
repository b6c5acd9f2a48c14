// The shapes of the API as JSON Schema (2020-12), for the OpenAPI document. The parsers judge; these describe.
import { errorTable } from '../domain/errors.ts'
import { maxDecisions } from '../parse/decisions.ts'
import { verdicts } from '../domain/vote.ts'
import { approvalSchema } from './approval-schema.ts'
import { webhookSchemas } from './webhook-schemas.ts'
import { auditSchemas } from './audit-schemas.ts'
import { quarantineSchemas } from './quarantine-schemas.ts'
import { ruleSchemas } from './rule-schemas.ts'
import { closed, digest, expiresInMs, loop, object, ref, text } from './schema-parts.ts'

export const schemas = {
  Action: closed(
    {
      kind: text('Dotted: outbound.message, http.route, tool.call, or your own.'),
      target: { type: 'object', additionalProperties: { type: 'string' }, description: 'To whom or what.' },
      input: { description: 'The full content: any JSON.' },
    },
    ['kind', 'target', 'input'],
  ),
  Claim: closed({ title: { type: 'string', maxLength: 200 }, summary: { type: 'string', maxLength: 2000 } }),
  ApprovalDraft: closed(
    {
      loop,
      action: ref('Action'),
      claim: ref('Claim'),
      context: { type: 'object', description: 'Shown beside the action; no part of its digest.' },
      expiresInMs,
      callbackUrl: { type: 'string', format: 'uri' },
    },
    ['action'],
  ),
  Decision: closed(
    {
      verdict: { enum: verdicts },
      digest: { ...digest, description: 'The digest you saw.' },
      reason: { type: 'string', maxLength: 2000 },
      input: { description: 'An edited input, where edits are allowed.' },
      remember: closed({ expiresInMs, maxUses: { type: 'integer', minimum: 1, maximum: 1_000_000 } }),
    },
    ['verdict', 'digest'],
  ),
  Cancel: closed({ reason: { type: 'string', maxLength: 2000 } }),
  Revoke: closed({ reason: { type: 'string', maxLength: 2000 } }),
  ReviewClaim: closed({ forMs: { type: 'integer', minimum: 1000, maximum: 3_600_000 } }),
  Comment: closed({ text: { type: 'string', minLength: 1, maxLength: 2000 } }, ['text']),
  Reopen: closed({ digest }),
  Nothing: closed({}),
  Start: closed({ digest }, ['digest']),
  Finish: closed({ ticket: { type: 'string' }, outcome: { enum: ['succeeded', 'failed', 'unknown'] }, detail: {} }, [
    'ticket',
    'outcome',
  ]),
  OutboundMessage: closed(
    {
      channel: text('The name of an outbound channel of this gateway.'),
      to: text('The recipient.'),
      account: { type: 'string' },
      thread: { type: 'string' },
      payloads: {
        type: 'array',
        minItems: 1,
        maxItems: 100,
        items: closed({
          text: { type: 'string' },
          mediaUrls: { type: 'array', maxItems: 32, items: { type: 'string', format: 'uri' } },
        }),
      },
      loop,
      claim: ref('Claim'),
      context: { type: 'object' },
      expiresInMs,
    },
    ['channel', 'to', 'payloads'],
  ),
  Approval: approvalSchema,
  ApprovalPage: object({ items: { type: 'array', items: ref('Approval') }, next: text('Pass it on as `cursor`.') }, [
    'items',
  ]),
  Explanation: object(
    {
      answer: { enum: ['allow', 'ask', 'deny'] },
      line: text('The line or mode that answers.'),
      hash: digest,
      rulesCount: { type: 'boolean', description: 'A live rule may turn this question into an allow.' },
      trace: {
        type: 'array',
        items: object({ line: { type: 'string' }, matched: { type: 'boolean' }, why: { type: 'string' } }, [
          'line',
          'matched',
          'why',
        ]),
      },
    },
    ['answer', 'line', 'hash', 'rulesCount', 'trace'],
  ),
  Started: object({ ticket: { type: 'string' }, action: ref('Action'), approval: ref('Approval') }, [
    'ticket',
    'action',
    'approval',
  ]),
  OutboundResult: object({ outcome: { const: 'ran' }, approval: ref('Approval'), result: {} }, ['outcome', 'approval']),
  OutboundHeld: object({ outcome: { const: 'held' }, approval: ref('Approval') }, ['outcome', 'approval']),
  Decisions: closed(
    {
      decisions: {
        type: 'object',
        minProperties: 1,
        maxProperties: maxDecisions,
        additionalProperties: ref('Decision'),
        description: 'Each under the id of its approval. A wrong one is refused alone.',
      },
    },
    ['decisions'],
  ),
  DecisionAnswers: object(
    {
      answers: {
        type: 'object',
        additionalProperties: { anyOf: [ref('DecisionTaken'), ref('Problem')] },
        description: 'Under the same ids: the approval, or the problem that the decision alone would have met.',
      },
    },
    ['answers'],
  ),
  DecisionTaken: object({ status: { const: 200 }, approval: ref('Approval') }, ['status', 'approval']),
  EventStream: text(
    'Server-sent events. Each has an `id` such as `<node>:<n>` and, as JSON in its data, `{type, id, version}`: ' +
      '`approval.requested`, `approval.changed`, or `approval.` and the status it has reached. `event: reset` says that ' +
      'the Last-Event-ID is not known here.',
  ),
  ProblemType: object(
    {
      type: { type: 'string', format: 'uri-reference' },
      code: { enum: Object.keys(errorTable) },
      title: { type: 'string' },
      status: { type: 'integer' },
      retry: {
        enum: ['no', 'later', 'changed'],
        description: 'Whether the same call gets the same answer, may succeed later, or may once it is changed.',
      },
    },
    ['type', 'code', 'title', 'status', 'retry'],
  ),
  Ok: object({ ok: { const: true } }, ['ok']),
  Ready: object({ ok: { const: true }, warnings: { type: 'array', items: { type: 'string' } } }, ['ok']),
  OpenApi: object({ openapi: { const: '3.1.0' }, info: { type: 'object' }, paths: { type: 'object' } }, [
    'openapi',
    'info',
    'paths',
  ]),
  Problem: object(
    {
      type: { type: 'string', format: 'uri-reference', description: 'Leads to what the code means.' },
      title: { type: 'string' },
      status: { type: 'integer' },
      code: { enum: Object.keys(errorTable) },
      detail: { type: 'string' },
      field: text('The field that is wrong.'),
      approval: ref('Approval'),
    },
    ['type', 'title', 'status', 'code', 'detail'],
  ),
  ...ruleSchemas,
  ...quarantineSchemas,
  ...auditSchemas,
  ...webhookSchemas,
} as const

export type SchemaName = keyof typeof schemas
