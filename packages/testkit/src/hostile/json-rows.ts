// Hostile bodies through every way in that reads one. What a callback can't read is kept aside and answered 200.
import { all, bodyWays, through, type HostileRow } from './hostile-row.ts'
import { ambiguousJson, brokenJson, heavyJson } from './json-bodies.ts'

const verdicts: readonly unknown[] = [
  'APPROVE',
  'approve',
  'Allow-Once',
  'allow-once\u0000',
  ' allow-once',
  'allow-once\n',
  '\u0430llow-once',
  'allow\u2010once',
  'allow-once\u200b',
  'ａllow-once',
  'allow',
  'yes',
  '',
  true,
  1,
  null,
  ['allow-once'],
  { verdict: 'allow-once' },
]

const types: readonly string[] = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/jsonp',
  'application/json+x',
  'text/json',
  'json',
  '',
]

const json = (value: unknown) => JSON.stringify(value)

export const jsonRows: readonly HostileRow[] = [
  ...brokenJson.flatMap(([name, body]) => [
    ...through(
      `json: ${name}`,
      {
        ...all(body.length === 0 ? bodyWays.filter((way) => way !== 'comments') : bodyWays, '400 invalid_json'),
        callback: '200',
      },
      { body },
    ),
    // To a host's own route an empty body is a call like any other; where a body may be left out, it is `{}`.
    ...(body.length === 0 ? [] : through(`json: ${name}`, { guarded: '400 invalid_json' }, { body })),
  ]),
  ...ambiguousJson.flatMap(([name, body]) =>
    through(`json: ${name}`, { ...all([...bodyWays, 'guarded'], '400 invalid_request'), callback: '200' }, { body }),
  ),
  ...heavyJson.flatMap(([name, body]) =>
    through(`json: 256 KiB: ${name}`, { create: 'unserved', decision: 'unserved', explain: 'unserved' }, { body }),
  ),
  ...verdicts.flatMap((verdict) => [
    ...through(
      `json: the verdict ${json(verdict)}`,
      { decision: '400 invalid_request' },
      {
        body: `{"verdict":${json(verdict)},"digest":"{digest}"}`,
      },
    ),
    ...through(
      `json: the verdict ${json(verdict)}`,
      { decisions: '200' },
      {
        body: `{"decisions":{"{id}":{"verdict":${json(verdict)},"digest":"{digest}"}}}`,
      },
    ),
    ...through(
      `json: the verdict ${json(verdict)}`,
      { callback: '200' },
      {
        body: json({
          event: 'request.completed',
          status: 'completed',
          request_id: 'r1',
          loop_id: 'l1',
          response_data: { selected_value: verdict },
          response_by: { user_id: 'u1' },
        }),
      },
    ),
  ]),
  ...types.flatMap((type) =>
    through(`json: sent as ${json(type)}`, all([...bodyWays, 'callback'], '415 unsupported_media_type'), {
      headers: [['content-type', type]],
    }),
  ),
  ...through('json: no content type', all([...bodyWays, 'callback'], '415 unsupported_media_type'), {
    headers: [['content-type', null]],
  }),
  ...through('json: 2 MiB', all([...bodyWays, 'callback', 'guarded'], '413 body_too_large'), {
    body: `"${'x'.repeat(2 * 1024 * 1024)}"`,
  }),
  ...['false', '0', '[]', '"x"', 'null'].flatMap((body) =>
    through(`json: the document ${body}`, { ...all(bodyWays, '400 invalid_request'), callback: '200' }, { body }),
  ),
]
