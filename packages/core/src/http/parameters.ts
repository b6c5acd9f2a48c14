// The headers and query parameters of the API, for the OpenAPI document. What reads them is in headers.ts and `parse/`.
import { statuses } from '../domain/approval.ts'
import { quarantineStatuses } from '../domain/quarantine.ts'
import { ruleStatuses } from '../domain/rule.ts'
import { loop } from './schema-parts.ts'

const header = (name: string, description: string, schema: object, example: string) => ({
  name,
  in: 'header',
  description,
  schema: { type: 'string', ...schema },
  example,
})
const query = (name: string, description: string, schema: object) => ({ name, in: 'query', description, schema })

export const parameters = {
  Prefer: header(
    'Prefer',
    '`wait=<seconds>` holds the answer while there is nothing new to say (RFC 7240); the gateway says in ' +
      'Preference-Applied how long it would.',
    {},
    'wait=30',
  ),
  'Idempotency-Key': header(
    'Idempotency-Key',
    'The same key with the same body answers what it made before; with another body it is `409 idempotency_mismatch`.',
    { pattern: '^[\\x21-\\x7e]{1,255}$' },
    '1f7b0a52-9c1e-4a83-8f0b-5d7c2f1f6e60',
  ),
  'If-Match': header('If-Match', 'Only if the approval has this version, as ETag gave it; else `412`.', {}, '"3"'),
  'If-None-Match': header(
    'If-None-Match',
    'A version as ETag gave it: `304` while the approval still has it; with `Prefer: wait`, waits for another.',
    {},
    '"3"',
  ),
  'Holdpoint-Approval': header(
    'Holdpoint-Approval',
    'The approval that an earlier `202` named: waits for that one, and never holds or sends anew.',
    {},
    'ap_5f0c6a1e0d3b4c7f9a2e8d1b6c4f7a90',
  ),
  'Last-Event-ID': header('Last-Event-ID', 'The `id` of the last event that was read.', {}, '9f86d081884c7d65:42'),
  loop: query('loop', 'Your only loop, or `default`, where it is absent.', loop),
  status: query('status', 'As of now: what is overdue counts as what it has become.', { enum: statuses }),
  ruleStatus: query('status', 'As of now.', { enum: ruleStatuses }),
  chain: query('loop', 'The loop, or `@gateway` for keys and sign-ins.', { type: 'string', examples: ['default'] }),
  after: query('after', 'The `next` of the page before, or the last `seq` you have.', { type: 'integer', minimum: 0 }),
  quarantineStatus: query('status', 'Dealt with, or not yet.', { enum: quarantineStatuses }),
  kind: query('kind', 'Exactly this kind.', { type: 'string', maxLength: 128 }),
  requester: query('requester', 'Exactly this requester.', { type: 'string', minLength: 1, maxLength: 256 }),
  limit: query('limit', 'How many at most.', { type: 'integer', minimum: 1, maximum: 100, default: 50 }),
  cursor: query('cursor', 'The `next` of an earlier page, unchanged.', { type: 'string' }),
} as const

export type ParameterName = keyof typeof parameters

const answered = (description: string, schema: object = { type: 'string' }) => ({ description, schema })

/** The headers of answers. */
export const answerHeaders = {
  ETag: answered('The version of the approval, quoted.'),
  Location: answered('The path of the approval.'),
  'Preference-Applied': answered('The wait that was honoured, such as `wait=30`.'),
  'Retry-After': answered('Seconds after which to ask again.', { type: 'integer' }),
} as const

export type AnswerHeaderName = keyof typeof answerHeaders
