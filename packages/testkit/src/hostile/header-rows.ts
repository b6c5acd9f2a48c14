// Headers that claim to be somebody, to be a proxy, to override what was sent, or that come too often or too long.
import { all, through, type HostileRow, type Way } from './hostile-row.ts'

const everyWay: readonly Way[] = ['create', 'outbound', 'list', 'read', 'decision', 'decisions', 'start', 'cancel']
const withCredential: readonly Way[] = [...everyWay, 'explain', 'rules', 'guarded']

const noCredentials: readonly (readonly [name: string, value: string | null])[] = [
  ['authorization', null],
  ['authorization', ''],
  ['authorization', 'Bearer'],
  ['authorization', 'Bearer  '],
  ['authorization', 'Bearer undefined'],
  ['authorization', 'Bearer null'],
  ['authorization', 'Bearer x'],
  ['authorization', `Bearer ${'a'.repeat(8_000)}`],
  ['authorization', 'Bearer hpk_bot_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'],
  ['authorization', 'Basic b3BlcmF0b3I6'],
  ['authorization', 'Basic !!!'],
  ['authorization', 'Digest username="operator"'],
]

/** Of somebody else's making; none may be believed. */
const claims: readonly (readonly [name: string, value: string])[] = [
  ['x-forwarded-user', 'operator'],
  ['x-remote-user', 'operator'],
  ['remote-user', 'operator'],
  ['x-internal', '1'],
  ['x-holdpoint-principal', 'operator'],
  ['holdpoint-principal', 'operator'],
  ['x-api-key', 'operator'],
  ['proxy-authorization', 'Basic b3BlcmF0b3I6'],
  ['x-original-url', '/healthz'],
  ['x-rewrite-url', '/healthz'],
  ['x-http-method-override', 'GET'],
  ['x-middleware-subrequest', 'src/middleware'],
  ['cookie', 'holdpoint=1; session=1; __proto__=1'],
]

const overrides: readonly (readonly [name: string, value: string])[] = [
  ['x-http-method-override', 'POST'],
  ['x-http-method', 'POST'],
  ['x-method-override', 'POST'],
  ['x-original-url', '/v1/approvals/{id}/decision'],
  ['x-rewrite-url', '/v1/approvals/{id}/decision'],
]

export const headerRows: readonly HostileRow[] = [
  ...noCredentials.flatMap(([name, value]) =>
    through(
      `header: ${value === null ? 'no credential' : `the credential ${JSON.stringify(value.slice(0, 50))}`}`,
      all(withCredential, '401 unauthenticated'),
      { headers: [[name, value]] },
    ),
  ),
  ...claims.flatMap(([name, value]) =>
    through(`header: ${name} in place of a credential`, all(withCredential, '401 unauthenticated'), {
      headers: [
        ['authorization', null],
        [name, value],
      ],
    }),
  ),
  ...overrides.flatMap(([name, value]) =>
    through(
      `header: ${name} on a GET`,
      { list: '200', decision: '405 method_not_allowed' },
      {
        method: 'GET',
        headers: [[name, value]],
      },
    ),
  ),
  ...['', 'a b', 'é', 'x'.repeat(256), 'a\tb'].flatMap((key) =>
    through(
      `header: Idempotency-Key ${JSON.stringify(key.slice(0, 8))}`,
      all(['create', 'outbound'], '400 invalid_request'),
      {
        headers: [['idempotency-key', key]],
      },
    ),
  ),
  ...['x', '"', '-1', '1e3', '99999999999999999999', '"1","2"', 'W/x'].flatMap((value) => [
    ...through(`header: If-Match ${value}`, all(['decision', 'start', 'cancel'], '400 invalid_request'), {
      headers: [['if-match', value]],
    }),
    ...through(
      `header: If-None-Match ${value}`,
      { read: '400 invalid_request' },
      { headers: [['if-none-match', value]] },
    ),
  ]),
  ...through('header: another version in If-Match', all(['decision', 'cancel'], '412 precondition_failed'), {
    headers: [['if-match', '"7"']],
  }),
  ...[
    'wait=-1',
    'wait=1e9',
    'wait=NaN',
    'wait=',
    'wait=0',
    'wait',
    'wait="0"',
    `wait=${'0'.repeat(5_000)}`,
    ','.repeat(8_000),
  ].flatMap((value) =>
    through(`header: Prefer ${value.slice(0, 20)}`, { read: '200', list: '200' }, { headers: [['prefer', value]] }),
  ),
  ...['ap_none', '', 'x'.repeat(8_000), '__proto__', '../x', '{id}'].flatMap((value) =>
    through(
      `header: Holdpoint-Approval ${value.slice(0, 20)}`,
      { guarded: 'unserved' },
      {
        headers: [['holdpoint-approval', value]],
      },
    ),
  ),
  ...through('header: 1,100 of them', all(['list', 'decision', 'callback', 'guarded'], '431'), {
    headers: Array.from({ length: 1_100 }, (_, n) => [`h${n}`, ''] as const),
  }),
  ...through('header: 64 KiB of one', all(['list', 'decision', 'callback', 'guarded'], '431'), {
    headers: [['x-long', 'x'.repeat(65_536)]],
  }),
  ...through('header: two credentials, the second of them good', all(['list'], '401 unauthenticated'), {
    headers: [
      ['authorization', 'Bearer x'],
      ['authorization', 'Bearer y'],
    ],
  }),
  ...[
    `charset=${' '.repeat(12_000)}x"y`,
    `charset="${'\\"'.repeat(6_000)}`,
    `charset=utf-16`,
    `charset=utf-8; charset=utf-16`,
  ].flatMap((parameters) =>
    through(
      `header: Content-Type with ${parameters.slice(0, 30)}`,
      { guarded: 'unserved' },
      {
        headers: [['content-type', `application/json; ${parameters}`]],
      },
    ),
  ),
]
