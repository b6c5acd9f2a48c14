// Server-sent events of what the caller may see. They are hints: whoever misses one lists.
import { errorTable, refuse } from '../domain/errors.ts'
import type { Clock } from '../ports.ts'
import type { Events } from '../service/events.ts'
import { createEventStream } from './event-stream.ts'
import type { HttpResponse } from './http.ts'
import { problem } from './respond.ts'
import type { GuardedRoute } from './route.ts'

const headers: HttpResponse['headers'] = [
  ['content-type', 'text/event-stream; charset=utf-8'],
  ['cache-control', 'no-store'],
  // Some proxies gather answers before they pass them on; this one header stops the best known.
  ['x-accel-buffering', 'no'],
]

export const eventsRoute = (events: Events, clock: Clock): GuardedRoute => ({
  method: 'GET',
  path: '/v1/events',
  operationId: 'watchEvents',
  summary: 'Server-sent events of what changes in the loops that you may see',
  describes:
    'Each event is a hint, `{type, id, version}`: read the approval for what it says now. With the scope `request` alone ' +
    'they are of your own approvals. Send the id of the last one as Last-Event-ID to go on from there; where it is not ' +
    'known any more the stream begins with `event: reset`, and what happened since has to be listed. The stream ends ' +
    'within 5 s of the credential’s revocation, and when its reader does not read.',
  parameters: ['Last-Event-ID'],
  answers: {
    200: { means: 'The stream.', schema: 'EventStream', type: 'text/event-stream' },
    400: { means: 'Last-Event-ID was sent twice.' },
    403: { means: '`forbidden`: it takes the scope `request` or `decide`.' },
    503: { means: 'Too many streams, or the gateway is stopping.' },
  },
  run({ request, principal, judgeAgain }) {
    if (request.headerCount('last-event-id') > 1)
      return Promise.resolve(problem(refuse('invalid_request', 'Send Last-Event-ID once.', 'Last-Event-ID')))
    if (!principal.scopes.some((scope) => scope === 'request' || scope === 'decide'))
      return Promise.resolve(problem(refuse('forbidden', errorTable.forbidden.meaning)))
    if (request.method === 'HEAD') return Promise.resolve({ status: 200, headers })
    const opened = events.open(principal, request.header('last-event-id'))
    if (!opened.ok) return Promise.resolve(problem(opened))
    const stream = createEventStream(opened.value, { clock, judge: judgeAgain, idOf: events.idOf })
    return Promise.resolve({ status: 200, headers, ...stream })
  },
})
