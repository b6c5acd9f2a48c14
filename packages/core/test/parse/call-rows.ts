// The calls, and every way in which each of their fields can be wrong.
import type { Result } from '../../src/domain/errors.ts'
import { parseCancel } from '../../src/parse/cancel.ts'
import { parseDecision } from '../../src/parse/decision.ts'
import { parseDraft } from '../../src/parse/draft.ts'
import { parseOutbound } from '../../src/parse/outbound.ts'
import { parseFinish, parseStart } from '../../src/parse/run.ts'

export const digest = `sha256:${'0a'.repeat(32)}`
export const action = { kind: 'outbound.message', target: { channel: 'log', to: '+1555' }, input: { text: 'hi' } }
const targetOf = (size: number) => Object.fromEntries([...Array(size).keys()].map((i) => [`f${i}`, '']))

export interface Call {
  readonly name: string
  readonly parse: (json: unknown) => Result<unknown>
  readonly good: object
  /** Path of the field to replace, the wrong values, and the field named if it is another. */
  readonly wrong: readonly (readonly [path: string, values: readonly unknown[], field?: string])[]
  readonly right: readonly (readonly [path: string, values: readonly unknown[]])[]
  readonly required: readonly string[]
}

const notText = [null, 1, true, [], {}, ['x']] as const
const wrongLoop = [
  ...notText,
  '',
  'A',
  '-a',
  '_a',
  'a b',
  'a'.repeat(65),
  'a\n',
  'а',
  'a/b',
  '__proto__',
  'default ',
] as const
const wrongText = (max: number) => [...notText, 'x'.repeat(max + 1), '\ud800']
const wrongMs = [null, '5000', 999, 2_592_000_001, 1_000.5, -1, 0, Number.NaN, Infinity, 2 ** 53, [5_000], true]
const wrongUrl = [
  ...notText,
  '',
  'x',
  '/hook',
  '//a.example/',
  'ftp://a.example/',
  'javascript:alert(1)',
  'https:a.example',
  'https:///a.example',
  'https://',
  'http://a b/',
  'https://a.example\\@b.example/',
  'https://a.example/\n',
  ' https://a.example/',
  'https://[::1/',
  'https://a.example:99999/',
  `https://a.example/${'x'.repeat(2_048)}`,
  'file:///etc/passwd',
] as const
const wrongDigest = [
  ...notText,
  '',
  digest.slice(1),
  `${digest}0`,
  digest.slice(0, -1),
  digest.toUpperCase(),
  `SHA256:${digest.slice(7)}`,
  ` ${digest}`,
  `${digest}\n`,
  `sha512:${digest.slice(7)}`,
] as const
const notWords = [
  '',
  'APPROVE',
  'Deny',
  'deny ',
  ' deny',
  'deny\u0000',
  'allow_once',
  'allow-once\u0000',
  'аllow-once',
  'allow‐once',
  'true',
  'toString',
  '__proto__',
] as const

const shared: Call['wrong'] = [
  ['loop', wrongLoop],
  ['claim', [null, 'x', [], 1]],
  ['claim.title', wrongText(200)],
  ['claim.summary', wrongText(2_000)],
  ['claim.body', ['x']],
  ['context', [null, 'x', 1, [], [{}]]],
  ['expiresInMs', wrongMs],
]

export const calls: readonly Call[] = [
  {
    name: 'parseDraft',
    parse: parseDraft,
    good: {
      loop: 'default',
      action,
      claim: { title: 'T', summary: 'S' },
      context: {},
      expiresInMs: 5_000,
      callbackUrl: 'https://a.example/h',
    },
    required: ['action', 'action.kind', 'action.target', 'action.input'],
    wrong: [
      ...shared,
      ['action', [null, 'x', 1, [], [action]]],
      [
        'action.kind',
        [...notText, '', '.', 'a.', '.a', 'a..b', 'A.b', 'a b', 'a_b', 'a.b\n', 'а.b', `${'a.'.repeat(64)}a`],
      ],
      ['action.target', [null, 'x', 1, [], [['to', 'x']], targetOf(33)]],
      ['action.target.to', [null, 1, true, [], {}, ['x'], { toString: 'x' }, 'x'.repeat(4_097), '\udc00']],
      ['action.target', [{ '': 'x' }], 'action.target[""]'],
      ['action.target', [{ 'a b': 'x' }], 'action.target["a b"]'],
      ['action.target', [{ ['n'.repeat(65)]: 'x' }], `action.target["${'n'.repeat(64)}..."]`],
      ['action.target', [JSON.parse('{"__proto__":"x"}')], 'action.target.__proto__'],
      [
        'action.input',
        [
          undefined,
          Number.NaN,
          new Date(0),
          () => 1,
          '\ud800',
          1n,
          { a: undefined },
          [undefined],
          { a: [{ b: Infinity }] },
        ],
      ],
      ['action.digest', ['x']],
      ['callbackUrl', wrongUrl],
      ['status', ['approved']],
      ['__proto__', [{ approved: true }]],
    ],
    right: [
      ['loop', ['a', '0', 'a_b-c', 'a'.repeat(64)]],
      ['action.kind', ['a', 'http.route', 'my-own.kind-2.x', 'a'.repeat(128)]],
      ['action.target', [{}, targetOf(32), { constructor: 'a', toString: 'b', 'x.y': 'c', n: 'x'.repeat(4_096) }]],
      ['action.input', [null, false, 0, '', [], {}, { constructor: { prototype: 1 } }]],
      ['claim', [{}, { title: 'x'.repeat(200) }, { summary: 'x'.repeat(2_000) }]],
      ['context', [{ a: [null] }]],
      ['expiresInMs', [1_000, 2_592_000_000]],
      ['callbackUrl', ['http://127.0.0.1:1/x?y#z', 'HTTPS://a.example', 'https://ä.example/ü', 'https://[::1]:8/']],
    ],
  },
  {
    name: 'parseDecision',
    parse: parseDecision,
    good: {
      verdict: 'allow-always',
      digest,
      reason: 'r',
      input: { text: 'ho' },
      remember: { expiresInMs: 5_000, maxUses: 3 },
    },
    required: ['verdict', 'digest'],
    wrong: [
      ['verdict', [...notText, ['allow-once'], { verdict: 'deny' }, ...notWords, 'approved', 'allow']],
      ['digest', wrongDigest],
      ['reason', wrongText(2_000)],
      ['input', [Number.NaN, [undefined]]],
      ['remember', [null, true, [], 'x']],
      ['remember.expiresInMs', wrongMs],
      ['remember.maxUses', [null, '1', 0, -1, 1.5, 1_000_001, Infinity, [1]]],
      ['remember.forever', [true]],
      ['reviewer', ['someone-else']],
      ['at', [1]],
    ],
    right: [
      ['verdict', ['allow-once', 'allow-always', 'deny']],
      ['reason', ['', 'x'.repeat(2_000)]],
      ['input', [null, 0, []]],
      ['remember', [{}, { maxUses: 1 }, { maxUses: 1_000_000 }]],
    ],
  },
  {
    name: 'parseStart',
    parse: parseStart,
    good: { digest },
    required: ['digest'],
    wrong: [
      ['digest', wrongDigest],
      ['ticket', ['x']],
    ],
    right: [],
  },
  {
    name: 'parseFinish',
    parse: parseFinish,
    good: { ticket: 't', outcome: 'succeeded', detail: { code: 1 } },
    required: ['ticket', 'outcome'],
    wrong: [
      ['ticket', [...wrongText(256), '']],
      ['outcome', [...notText, ...notWords, 'started', 'lapsed', 'Succeeded', 'success']],
      ['detail', [Number.NaN]],
      ['digest', [digest]],
    ],
    right: [
      ['outcome', ['succeeded', 'failed', 'unknown']],
      ['detail', [null, 'x', [1]]],
    ],
  },
  {
    name: 'parseCancel',
    parse: parseCancel,
    good: { reason: 'r' },
    required: [],
    wrong: [
      ['reason', wrongText(2_000)],
      ['verdict', ['deny']],
    ],
    right: [['reason', ['', 'x'.repeat(2_000)]]],
  },
  {
    name: 'parseOutbound',
    parse: parseOutbound,
    good: {
      channel: 'log',
      to: '+1555',
      account: 'a',
      thread: 't',
      payloads: [{ text: 'hi', mediaUrls: ['https://a.example/i.png'] }],
      loop: 'default',
      claim: { title: 'T', summary: 'S' },
      context: {},
      expiresInMs: 5_000,
    },
    required: ['channel', 'to', 'payloads'],
    wrong: [
      ...shared,
      ['channel', [...notText, '', ' log', 'a/b', '-a', 'x'.repeat(65), '__proto__']],
      ['to', [...wrongText(4_096), '']],
      ['account', [...wrongText(4_096), '']],
      ['thread', [...wrongText(4_096), '']],
      [
        'payloads',
        [null, 'x', {}, [], { 0: { text: 'x' }, length: 1 }, Array.from({ length: 101 }, () => ({ text: 'x' }))],
      ],
      ['payloads', [[{ text: 'a' }, 'x']], 'payloads[1]'],
      ['payloads.0', [null, 'x', [], {}, { text: '' }, { mediaUrls: [] }, { text: '', mediaUrls: [] }], 'payloads[0]'],
      ['payloads.0.text', wrongText(100_000), 'payloads[0].text'],
      ['payloads.0.mediaUrls', [null, 'x', {}, Array(33).fill('https://a.example/')], 'payloads[0].mediaUrls'],
      ['payloads.0.mediaUrls.0', wrongUrl, 'payloads[0].mediaUrls[0]'],
      ['payloads.0.html', ['<b>'], 'payloads[0].html'],
      ['callbackUrl', ['https://a.example/']],
      ['kind', ['x']],
    ],
    right: [
      ['to', ['x'.repeat(4_096)]],
      [
        'payloads',
        [
          [{ text: 'x'.repeat(100_000) }],
          [{ mediaUrls: ['http://a.example/'] }],
          [{ text: '', mediaUrls: ['http://a.example/'] }],
          Array.from({ length: 100 }, () => ({ text: 'x', mediaUrls: [] })),
        ],
      ],
    ],
  },
]
