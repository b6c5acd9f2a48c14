// The calls of the API, and every way in which each of their fields can be wrong.
import { message } from './held-message.ts'

const digest = `sha256:${'0'.repeat(64)}`
const action = { kind: 'tool.call', target: { tool: 'deploy' }, input: {} }
const ms = [null, '5000', 999, 2_592_000_001, 1_000.5, -1, true]
const claims = [null, 'x', [], { title: 1 }, { title: 'x'.repeat(201) }]
const loops = [null, 1, '', 'A', 'a b', 'x'.repeat(65), '../x']

export interface Call {
  readonly path: string
  readonly good: Readonly<Record<string, unknown>>
  /** By field. */
  readonly wrong: Readonly<Record<string, readonly unknown[]>>
  readonly required: readonly string[]
}

export const calls: readonly Call[] = [
  {
    path: '/v1/outbound',
    good: message('hi'),
    required: ['channel', 'to', 'payloads'],
    wrong: {
      channel: [null, 1, '', 'no channel', 'nowhere', 'x'.repeat(65), '__proto__'],
      to: [null, 1, '', [], {}, 'x'.repeat(4_097), '\ud800'],
      account: [null, 1, ''],
      thread: [null, 1, ''],
      payloads: [
        null,
        'hi',
        {},
        [],
        [...Array(101)].map(() => ({ text: 'x' })),
        ['hi'],
        [{}],
        [{ text: '' }],
        [{ text: 1 }],
        [{ mediaUrls: ['javascript:x'] }],
      ],
      loop: loops,
      claim: claims,
      context: [null, 'x', []],
      expiresInMs: ms,
      subject: ['x'],
      executor: ['requester'],
      status: ['approved'],
    },
  },
  {
    path: '/v1/approvals',
    good: { action },
    required: ['action'],
    wrong: {
      action: [
        null,
        'x',
        [],
        {},
        { ...action, kind: 'A' },
        { ...action, kind: '' },
        { ...action, target: [] },
        { ...action, target: { tool: 1 } },
        { ...action, target: { 'a b': 'x' } },
        { kind: 'tool.call', target: {} },
        { ...action, extra: 1 },
        { ...action, input: '\udc00' },
      ],
      loop: loops,
      claim: claims,
      context: [null, 'x', []],
      expiresInMs: ms,
      callbackUrl: [null, 1, '', 'x', 'ftp://a.example/', '//a.example', 'https://a.example/'],
      digest: [digest],
      policy: [{ answer: 'allow' }],
    },
  },
  {
    path: '/v1/approvals/ap_none/decision',
    good: { verdict: 'deny', digest },
    required: ['verdict', 'digest'],
    wrong: {
      verdict: [null, true, 'APPROVE', 'allow', 'allow-once\u0000', 'аllow-once', ['allow-once'], { verdict: 'deny' }],
      digest: [null, '', digest.toUpperCase(), digest.slice(1), `${digest} `],
      reason: [null, 1, 'x'.repeat(2_001), '\ud800'],
      remember: [null, 'x', { maxUses: 0 }, { maxUses: 1.5 }, { expiresInMs: 999 }, { forever: true }],
      approved: [true],
    },
  },
  {
    path: '/v1/approvals/ap_none/start',
    good: { digest },
    required: ['digest'],
    wrong: { digest: [null, 'x'], force: [true] },
  },
  {
    path: '/v1/approvals/ap_none/finish',
    good: { ticket: 'x', outcome: 'succeeded' },
    required: ['ticket', 'outcome'],
    wrong: { ticket: [null, 1, '', 'x'.repeat(257)], outcome: [null, 'ok', 'approved', true], extra: [1] },
  },
  {
    path: '/v1/approvals/ap_none/cancel',
    good: {},
    required: [],
    wrong: { reason: [null, 1, 'x'.repeat(2_001)], why: ['x'] },
  },
  {
    path: '/v1/keys',
    good: { name: 'k', scopes: ['request'], loops: ['default'] },
    required: ['name', 'scopes', 'loops'],
    wrong: {
      name: [null, 1, '', 'A', '-a', 'operator', 'x'.repeat(64), '../x'],
      scopes: [null, 'request', [], ['root'], ['request', 1]],
      loops: [null, 'default', [], ['*', 'default'], ['a b']],
      expiresInMs: [null, '1', 999, 1.5],
      key: ['hpk_mine'],
    },
  },
]
