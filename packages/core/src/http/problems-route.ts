// Where the `type` of a problem leads: what its code means, and whether the same call may succeed later.
import { errorRow, errorTable, refuse, type ErrorCode } from '../domain/errors.ts'
import { json, problem, problemType } from './respond.ts'
import type { OpenRoute } from './route.ts'

const isCode = (text: string): text is ErrorCode => Object.hasOwn(errorTable, text)

export const problemsRoute: OpenRoute = {
  method: 'GET',
  path: '/problems/{code}',
  operationId: 'explainProblem',
  summary: 'What a problem’s code means',
  open: true,
  answers: { 200: { means: 'The code.', schema: 'ProblemType' }, 404: { means: 'There is no such code.' } },
  run({ code = '' }) {
    if (!isCode(code)) return Promise.resolve(problem(refuse('not_found', 'There is no problem of this code.')))
    const { status, retry, meaning } = errorRow(code)
    return Promise.resolve(json(200, { type: problemType(code), code, title: meaning, status, retry }))
  },
}
