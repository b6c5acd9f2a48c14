// An approval on the wire as JSON Schema (2020-12): what `toWire` writes. Further fields may come.
import { statuses } from '../domain/approval.ts'
import { verdicts } from '../domain/vote.ts'
import { digest, loop, object, ref, text, time } from './schema-parts.ts'

const verdict = { enum: verdicts }
const reviewer = text('Their stable id.')

const policyAnswer = object(
  {
    answer: { enum: ['allow', 'ask', 'deny'] },
    line: text('The line, mode or rule that gave the answer.'),
    rule: text('The id of the rule that allowed it.'),
    hash: { ...digest, description: 'The version of the policy.' },
  },
  ['answer', 'line'],
)

const thresholds = object(
  {
    approve: { type: 'integer', minimum: 1 },
    deny: { type: 'integer', minimum: 1 },
    reviewers: { type: 'array', items: { type: 'string' }, description: '`*` is every reviewer of the gateway.' },
    separateRequester: { type: 'boolean' },
    reasonRequired: { enum: ['never', 'deny', 'always'] },
    verdicts: { type: 'array', items: verdict },
  },
  ['approve', 'deny', 'reviewers', 'separateRequester', 'reasonRequired', 'verdicts'],
)

const vote = object(
  {
    reviewer,
    verdict,
    chosen: { ...verdict, description: 'What was chosen, where the vote counts for less.' },
    at: time('When it was cast.'),
    via: text('The way in.'),
    reason: { type: 'string' },
    remember: object({ expiresInMs: { type: 'integer' }, maxUses: { type: 'integer' } }),
  },
  ['reviewer', 'verdict', 'at', 'via'],
)

const change = object({ path: text('Such as `payloads[0].text`; empty for the whole.'), from: {}, to: {} }, ['path'])

const edit = object(
  { reviewer, at: time('When.'), from: digest, to: digest, changes: { type: 'array', items: change } },
  ['reviewer', 'at', 'from', 'to', 'changes'],
)

const comment = object({ reviewer, at: time('When.'), text: { type: 'string' } }, ['reviewer', 'at', 'text'])

const claimed = object({ reviewer, at: time('When.'), until: time('It returns by then.') }, ['reviewer', 'at', 'until'])

const ask = object({ channel: { type: 'string' }, remoteId: { type: 'string' }, at: time('When it was put.') }, [
  'channel',
  'remoteId',
  'at',
])

export const approvalSchema = object(
  {
    id: { type: 'string' },
    status: { enum: statuses },
    version: { type: 'integer', minimum: 1, description: 'Counts its changes; the ETag.' },
    loop,
    requester: { type: 'string' },
    digest: { ...digest, description: 'Of the action as it is now.' },
    requestDigest: { ...digest, description: 'Of the action as it was asked.' },
    action: ref('Action'),
    claim: ref('Claim'),
    context: { type: 'object' },
    callbackUrl: text('Where changes of status are posted.'),
    executor: { enum: ['requester', 'gateway'] },
    policy: policyAnswer,
    shadow: { ...policyAnswer, description: 'What a policy that is only tried out would have answered.' },
    thresholds,
    editable: { type: 'boolean', description: 'Reviewers may change the input.' },
    ruleBindsInput: { type: 'boolean', description: 'A rule made from it is for this input only.' },
    votes: { type: 'array', items: vote },
    edits: { type: 'array', description: 'What reviewers changed, field by field.', items: edit },
    comments: { type: 'array', items: comment },
    claimed,
    reopens: text('The approval that this one asks again.'),
    withdrawn: { enum: ['policy_changed'] },
    asks: { type: 'array', items: ask },
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
    'requestDigest',
    'action',
    'executor',
    'policy',
    'thresholds',
    'votes',
    'createdAt',
    'expiresAt',
  ],
)
