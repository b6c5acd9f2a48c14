// Many decisions in one call; each has its own answer.
import { call } from './call.ts'
import type { DecisionBody } from './approvals.ts'
import type { Approval, Problem } from './wire.ts'

interface DecisionAnswers {
  readonly answers: Readonly<Record<string, { readonly approval?: Approval } & Partial<Problem>>>
}

export type OneAnswer = { readonly id: string; readonly approval?: Approval; readonly problem?: Problem }

export async function decideMany(decisions: ReadonlyMap<string, DecisionBody>): Promise<readonly OneAnswer[]> {
  const body = { decisions: Object.fromEntries(decisions) }
  const answer = await call<DecisionAnswers>('/v1/decisions', { method: 'POST', body })
  return [...decisions.keys()].map((id) => {
    if (!answer.ok) return { id, problem: answer.problem }
    const { approval, code, detail = '', status = 0 } = answer.value.answers[id] ?? { code: 'no_answer' }
    return code === undefined
      ? { id, ...(approval && { approval }) }
      : { id, problem: { code, detail, status, ...(approval && { approval }) } }
  })
}
