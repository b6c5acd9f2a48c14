// What the policy would say of an action, and why; nobody is asked.
import { parseDraft } from '../parse/draft.ts'
import { explain } from '../policy/explain.ts'
import { resolveLoop } from '../service/resolve-loop.ts'
import type { Settings } from '../service/settings.ts'
import { commonAnswers } from './approval-answer.ts'
import { readJson } from './read-body.ts'
import { json, problem } from './respond.ts'
import type { GuardedRoute } from './route.ts'

export const explainRoute = (settings: () => Settings): GuardedRoute => ({
  method: 'POST',
  path: '/v1/policy/explain',
  operationId: 'explainPolicy',
  summary: 'Which line of the policy would answer this action, without asking',
  body: 'ApprovalDraft',
  answers: {
    200: { means: 'The answer, and why each line before it did not match.', schema: 'Explanation' },
    ...commonAnswers,
  },
  async run({ request, principal }, { limits }) {
    const body = await readJson(request, limits)
    const draft = body.ok ? parseDraft(body.value) : body
    if (!draft.ok) return problem(draft)
    const { loops, policy } = settings()
    const loop = resolveLoop(principal, draft.value.loop, (name) => Object.hasOwn(loops, name))
    if (!loop.ok) return problem(loop)
    const { answer, line, rulesCount, trace } = explain(policy, {
      loop: loop.value,
      requester: principal.id,
      action: draft.value.action,
    })
    return json(200, { answer, line, hash: policy.hash, rulesCount, trace })
  },
})
