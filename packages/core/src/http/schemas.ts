// The shapes of the API as JSON Schema (2020-12), for the OpenAPI document. The parsers judge; these describe.
import { statuses } from '../domain/approval.ts'
import { errorTable } from '../domain/errors.ts'
import { verdicts } from '../domain/vote.ts'

const text = (description: string) => ({ type: 'string', description })
const time = (description: string) => ({ type: 'string', format: 'date-time', description })
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const digest = { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' }
const expiresInMs = { type: 'integer', minimum: 1000, maximum: 2_592_000_000 }
const loop = { type: 'string', pattern: '^[a-z0-9][a-z0-9_-]{0,63}$' }
const object = (properties: Record<string, unknown>, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  ...(required.length > 0 && { required }),
})
const closed = (properties: Record<string, unknown>, required: readonly string[] = []) => ({
  ...object(properties, required),
  additionalProperties: false,
})

const exampleDigest = `sha256:${'0'.repeat(64)}`

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
  ApprovalDraft: {
    ...closed(
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
    examples: [{ action: { kind: 'tool.call', target: { tool: 'deploy' }, input: { version: '1.2.3' } } }],
  },
  Decision: {
    ...closed(
      {
        verdict: { enum: verdicts },
        digest: { ...digest, description: 'The digest you saw.' },
        reason: { type: 'string', maxLength: 2000 },
        input: { description: 'An edited input, where edits are allowed.' },
        remember: closed({ expiresInMs, maxUses: { type: 'integer', minimum: 1, maximum: 1_000_000 } }),
      },
      ['verdict', 'digest'],
    ),
    examples: [{ verdict: 'allow-once', digest: exampleDigest }],
  },
  Cancel: { ...closed({ reason: { type: 'string', maxLength: 2000 } }), examples: [{ reason: 'no longer needed' }] },
  Revoke: { ...closed({ reason: { type: 'string', maxLength: 2000 } }), examples: [{ reason: 'wrong recipient' }] },
  ReviewClaim: {
    ...closed({ forMs: { type: 'integer', minimum: 1000, maximum: 3_600_000 } }),
    examples: [{ forMs: 300_000 }],
  },
  Comment: {
    ...closed({ text: { type: 'string', minLength: 1, maxLength: 2000 } }, ['text']),
    examples: [{ text: 'who is this for?' }],
  },
  Reopen: { ...closed({ digest }), examples: [{ digest: exampleDigest }] },
  Nothing: closed({}),
  Start: { ...closed({ digest }, ['digest']), examples: [{ digest: exampleDigest }] },
  Finish: {
    ...closed({ ticket: { type: 'string' }, outcome: { enum: ['succeeded', 'failed', 'unknown'] }, detail: {} }, [
      'ticket',
      'outcome',
    ]),
    examples: [{ ticket: '00', outcome: 'succeeded' }],
  },
  OutboundMessage: {
    ...closed(
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
    examples: [{ channel: 'log', to: '+1555', payloads: [{ text: 'hi' }] }],
  },
  Approval: object(
    {
      id: { type: 'string' },
      status: { enum: statuses },
      version: { type: 'integer', minimum: 1 },
      loop,
      requester: { type: 'string' },
      digest,
      requestDigest: digest,
      action: ref('Action'),
      claim: ref('Claim'),
      context: { type: 'object' },
      executor: { enum: ['requester', 'gateway'] },
      policy: object({ answer: { enum: ['allow', 'ask', 'deny'] }, line: { type: 'string' } }, ['answer', 'line']),
      thresholds: object({
        approve: { type: 'integer', minimum: 1 },
        deny: { type: 'integer', minimum: 1 },
        reviewers: { type: 'array', items: { type: 'string' } },
        separateRequester: { type: 'boolean' },
        reasonRequired: { enum: ['never', 'deny', 'always'] },
        verdicts: { type: 'array', items: { enum: verdicts } },
      }),
      votes: {
        type: 'array',
        items: object({
          reviewer: { type: 'string' },
          verdict: { enum: verdicts },
          chosen: { enum: verdicts, description: 'What was chosen, where the vote counts for less.' },
          at: time('When it was cast.'),
          via: text('The way in.'),
          reason: { type: 'string' },
        }),
      },
      edits: {
        type: 'array',
        description: 'What reviewers changed, field by field.',
        items: object({
          reviewer: { type: 'string' },
          at: time('When.'),
          from: digest,
          to: digest,
          changes: { type: 'array' },
        }),
      },
      comments: {
        type: 'array',
        items: object({ reviewer: { type: 'string' }, at: time('When.'), text: { type: 'string' } }),
      },
      claimed: object({ reviewer: { type: 'string' }, at: time('When.'), until: time('It returns by then.') }),
      reopens: text('The approval that this one asks again.'),
      withdrawn: { enum: ['policy_changed'] },
      asks: {
        type: 'array',
        items: object({ channel: { type: 'string' }, remoteId: { type: 'string' }, at: time('When it was put.') }),
      },
      createdAt: time('When it was asked.'),
      expiresAt: time('Undecided by then, it is expired.'),
      decidedAt: time('When it was approved or denied.'),
      reason: { type: 'string' },
      grantEndsAt: time('Approved but not started by then, it is lapsed.'),
      startedAt: time('When it was started.'),
      endedAt: time('When it reached its last status.'),
      outcome: { enum: ['succeeded', 'failed', 'unknown'] },
      detail: { description: 'What the executor said of the outcome.' },
    },
    [
      'id',
      'status',
      'version',
      'loop',
      'requester',
      'digest',
      'action',
      'policy',
      'thresholds',
      'votes',
      'createdAt',
      'expiresAt',
    ],
  ),
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
        items: object({ line: { type: 'string' }, matched: { type: 'boolean' }, why: { type: 'string' } }),
      },
    },
    ['answer', 'line', 'hash', 'trace'],
  ),
  Started: object({ ticket: { type: 'string' }, action: ref('Action'), approval: ref('Approval') }, [
    'ticket',
    'action',
  ]),
  OutboundResult: object({ outcome: { const: 'ran' }, approval: ref('Approval'), result: {} }, ['outcome', 'approval']),
  OutboundHeld: object({ outcome: { const: 'held' }, approval: ref('Approval') }, ['outcome', 'approval']),
  Problem: object(
    {
      type: { type: 'string' },
      title: { type: 'string' },
      status: { type: 'integer' },
      code: { enum: Object.keys(errorTable) },
      detail: { type: 'string' },
      field: text('The field that is wrong.'),
      approval: ref('Approval'),
    },
    ['type', 'title', 'status', 'code', 'detail'],
  ),
} as const
