// How a route answers with an approval, and what routes on approvals have in common.
import type { Approval } from '../domain/approval.ts'
import { etag } from './headers.ts'
import type { HttpResponse } from './http.ts'
import { json, type Header } from './respond.ts'
import type { Answer } from './route.ts'
import { toWire } from './wire.ts'

export const answerApproval = (approval: Approval, status = 200, headers: readonly Header[] = []): HttpResponse =>
  json(status, toWire(approval), [['etag', etag(approval.version)], ...headers])

export const locationOf = (approval: Approval): string => `/v1/approvals/${approval.id}`

export const idIn = (params: Readonly<Record<string, string>>): string => params['id'] ?? ''

export const approvalAnswer: Answer = { means: 'The approval.', schema: 'Approval', headers: ['ETag'] }

export const commonAnswers = {
  400: { means: 'A field is wrong; `field` names it.' },
  404: { means: 'None that you may see.' },
}

/** Of the calls that change an approval. */
export const changeAnswers = { ...commonAnswers, 412: { means: 'Another version than If-Match names.' } }
