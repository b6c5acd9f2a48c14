// Fields that say too much: texts, times, addresses, and settings that a caller must not set.
import { all, through, type HostileRow } from './hostile-row.ts'

const json = (value: unknown) => JSON.stringify(value)
const action = { kind: 'tool.call', target: { tool: 'deploy' }, input: {} }
const outbound = { channel: 'log', to: '+1555', payloads: [{ text: 'hi' }] }

const times: readonly unknown[] = [
  2_592_000_001,
  2 ** 53 - 1,
  999,
  0,
  -1,
  1_000.5,
  '5000',
  '',
  null,
  true,
  [5_000],
  {},
  '2030-01-01T00:00:00Z',
]

/** None may ever be called: without a webhook secret each is refused, with one as well. */
const addresses: readonly string[] = [
  'https://127.0.0.1/',
  'https://127.1/',
  'https://2130706433/',
  'https://0x7f.1/',
  'https://0177.0.0.1/',
  'https://[::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://10.0.0.1/',
  'https://172.16.0.1/',
  'https://192.168.0.1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://[fe80::1]/',
  'https://[fc00::1]/',
  'https://0.0.0.0/',
  'https://localhost/',
  'https://localhost./',
  'https://127。0。0。1/',
  'https://①②⑦.0.0.1/',
  'https://user:pass@example.com/',
  'https://example.com@127.0.0.1/',
  'http://example.com/',
  'ftp://example.com/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:,x',
  '//example.com/',
  'https://',
  'https://example.com:0/',
  'https://example.com\\@127.0.0.1/',
  ' https://example.com/',
  'https://exa\nmple.com/',
]

/** Each is set by Holdpoint alone. */
const forged: readonly (readonly [field: string, value: unknown])[] = [
  ['id', 'ap_mine'],
  ['status', 'approved'],
  ['votes', [{ reviewer: 'operator', verdict: 'allow-once' }]],
  ['thresholds', { approve: 0 }],
  ['executor', 'gateway'],
  ['policy', { answer: 'allow' }],
  ['digest', `sha256:${'0'.repeat(64)}`],
  ['requester', 'operator'],
  ['createdAt', 0],
  ['rev', 1],
]

const listQueries: readonly string[] = [
  'limit=0',
  'limit=101',
  'limit=1e1',
  'limit=-1',
  'limit=',
  'limit=1&limit=2',
  'status=APPROVED',
  'status=',
  'kind=A',
  'loop=A',
  'loop=../x',
  'cursor=x',
  'cursor=eyJ2IjoxfQ',
  `cursor=${'A'.repeat(1_025)}`,
  'cursor=%00',
  'cursor=__proto__',
  'sort=id',
  '__proto__=1',
  'constructor=1',
]

export const fieldRows: readonly HostileRow[] = [
  ...times.flatMap((expiresInMs) => [
    ...through(
      `time: expiresInMs ${json(expiresInMs)}`,
      { create: '400 invalid_request' },
      { body: json({ action, expiresInMs }) },
    ),
    ...through(
      `time: expiresInMs ${json(expiresInMs)}`,
      { outbound: '400 invalid_request' },
      { body: json({ ...outbound, expiresInMs }) },
    ),
  ]),
  // Timers of so many ms fire at once; these two only have to be longer than that.
  ...[2 ** 31 - 1, 2 ** 31].flatMap((expiresInMs) =>
    through(`time: expiresInMs ${expiresInMs}`, { create: '201' }, { body: json({ action, expiresInMs }) }),
  ),
  ...addresses.flatMap((callbackUrl) =>
    through(
      `address: ${json(callbackUrl)}`,
      { create: '400 invalid_request' },
      { body: json({ action, callbackUrl }) },
    ),
  ),
  ...forged.flatMap(([field, value]) => [
    ...through(
      `field: ${field} set by the caller`,
      { create: '400 invalid_request' },
      { body: json({ action, [field]: value }) },
    ),
    ...through(
      `field: ${field} set by the caller`,
      { outbound: '400 invalid_request' },
      { body: json({ ...outbound, [field]: value }) },
    ),
  ]),
  ...listQueries.flatMap((query) =>
    through(`query: ${query.slice(0, 30)}`, { list: '400 invalid_request' }, { target: `/v1/approvals?${query}` }),
  ),
  ...['not-mine', 'other', 'proto'].flatMap((loop) => [
    ...through(`field: the loop ${loop}`, { create: '404 not_found' }, { body: json({ loop, action }) }),
    ...through(`field: the loop ${loop}`, { outbound: '404 not_found' }, { body: json({ loop, ...outbound }) }),
  ]),
  ...['%00', '%27%3B--', '%ED%A0%80', '%F0%9F%91%8D', 'x'.repeat(200)].flatMap((requester) =>
    through(
      `query: requester=${requester.slice(0, 30)}`,
      { list: '200' },
      { target: `/v1/approvals?requester=${requester}` },
    ),
  ),
  ...through('field: the digest of something else', all(['decision'], '409 digest_mismatch'), {
    body: json({ verdict: 'allow-once', digest: `sha256:${'0'.repeat(64)}` }),
  }),
  ...through('field: a digest in capitals', all(['decision', 'start'], '400 invalid_request'), {
    body: json({ digest: `SHA256:${'0'.repeat(64)}` }),
  }),
]
