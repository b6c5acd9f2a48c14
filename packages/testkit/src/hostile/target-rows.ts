// Paths and methods that some reader takes for others.
import { through, type HostileRow } from './hostile-row.ts'
import { disguisedTargets, lookAlikeTargets } from './targets.ts'

const servedElsewhere = new Set(['/', '', '*', '/?/v1/approvals'])
/** In one line of a request as it is: what isn't ASCII goes as UTF-8. */
const sendable = (target: string) => /^[^ \r\n]+$/.test(target)

/** Of the held approval; each must find nothing, or be refused. */
const ids = ['x', '%', '%zz', '%2e%2e', 'a%2fb', '%00', '__proto__', 'constructor', '%ff', 'x'.repeat(2_000), '{id}x']

export const targetRows: readonly HostileRow[] = [
  ...disguisedTargets
    .filter(sendable)
    .flatMap((target) => [
      ...through(`target: ${target.slice(0, 60)} (GET)`, { list: '400' }, { target }),
      ...through(`target: ${target.slice(0, 60)} (POST)`, { create: '400' }, { target }),
    ]),
  ...lookAlikeTargets
    .filter((target) => !servedElsewhere.has(target) && sendable(target))
    .flatMap((target) => through(`target: look-alike ${target}`, { create: 'unserved' }, { target })),
  ...ids.flatMap((id) => [
    ...through(`target: the id ${id.slice(0, 20)}`, { read: 'unserved' }, { target: `/v1/approvals/${id}` }),
    ...through(
      `target: the id ${id.slice(0, 20)}`,
      { decision: 'unserved' },
      { target: `/v1/approvals/${id}/decision` },
    ),
    ...through(`target: the id ${id.slice(0, 20)}`, { start: 'unserved' }, { target: `/v1/approvals/${id}/start` }),
  ]),
  ...['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE', 'TRACE'].flatMap((method) =>
    through(
      `target: ${method} in place of POST`,
      {
        decision: method === 'HEAD' ? '405' : '405 method_not_allowed',
        callback: method === 'HEAD' ? '405' : '405 method_not_allowed',
        guarded: 'unserved',
      },
      { method },
    ),
  ),
  // Methods that a host may not know at all.
  ...['PROPFIND', 'QUERY', 'SOURCE'].flatMap((method) =>
    through(
      `target: ${method} in place of POST`,
      { decision: 'unserved', callback: 'unserved', guarded: 'unserved' },
      { method },
    ),
  ),
  ...through('target: a GET with the body of a decision', { decision: '405 method_not_allowed' }, { method: 'GET' }),
  ...through('target: a lower-case method', { decision: '400' }, { method: 'post' }),
  ...[
    '/deploy/',
    '/Deploy',
    '//deploy',
    '/./deploy',
    '/x/../deploy',
    '/deploy%2f',
    '/%64eploy',
    '/deploy;x',
    '/deploy%00',
    '/deploy#x',
    '/deploy?#',
    'http://127.0.0.1/deploy',
    '/deploy\\',
  ].flatMap((target) => through(`target: the guarded ${target}`, { guarded: 'unserved' }, { target })),
]
