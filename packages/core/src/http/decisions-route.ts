// Many decisions in one call. Each is judged, authorized and answered as if it had come alone.
import { errorTable, HoldpointError, refuse } from '../domain/errors.ts'
import type { Json } from '../domain/json.ts'
import type { Principal } from '../domain/principal.ts'
import { parseDecision } from '../parse/decision.ts'
import { parseDecisions } from '../parse/decisions.ts'
import type { ApprovalResult } from '../service/commit.ts'
import { readJson } from './read-body.ts'
import { json, problem, problemBody } from './respond.ts'
import type { GuardedRoute, RouteContext } from './route.ts'
import { toWire } from './wire.ts'

export const decisionsRoute: GuardedRoute = {
  method: 'POST',
  path: '/v1/decisions',
  operationId: 'decideMany',
  summary: 'Decide up to a hundred approvals, each with its own answer',
  describes:
    'Every decision is taken or refused on its own: some may be taken and others not. An id that comes twice is a ' +
    'duplicate key, which is refused before anything is decided.',
  body: 'Decisions',
  answers: {
    200: { means: 'An answer for each, taken or refused.', schema: 'DecisionAnswers' },
    400: { means: 'A field is wrong; `field` names it. Nothing was decided.' },
  },
  async run({ request, principal }, context) {
    const body = await readJson(request, context.limits)
    const many = body.ok ? parseDecisions(body.value) : body
    if (!many.ok) return problem(many)
    const answers = await Promise.all(
      Object.entries(many.value).map(async ([id, decision]) => [id, await answerOne(context, principal, id, decision)]),
    )
    return json(200, { answers: Object.fromEntries(answers) })
  },
}

async function answerOne(context: RouteContext, principal: Principal, id: string, given: Json): Promise<object> {
  const decided = await decideOne(context, principal, id, given)
  return decided.ok ? { status: 200, approval: toWire(decided.value) } : problemBody(decided)
}

/** What breaks for one must not hide what became of the others. */
async function decideOne(
  { approvals }: RouteContext,
  principal: Principal,
  id: string,
  given: Json,
): Promise<ApprovalResult> {
  const decision = parseDecision(given)
  if (!decision.ok) return decision
  try {
    return await approvals.decide(principal, id, decision.value)
  } catch (error) {
    const code = error instanceof HoldpointError ? error.code : 'internal'
    return refuse(code, errorTable[code].meaning)
  }
}
