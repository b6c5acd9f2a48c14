// Uses of rules that have a limit, taken before anything is approved: a crash may burn a use and never grants one.
import { ok, refuse, type Refusal, type Result } from '../domain/errors.ts'
import { isInForce, type Rule } from '../domain/rule.ts'
import type { Log, Store } from '../ports.ts'
import { changeRule } from './rule-change.ts'

interface Waiting {
  readonly resolve: (result: Result<Rule>) => void
  readonly reject: (error: unknown) => void
}

/**
 * Takes one use of the rule with this id, or refuses with `not_found` (none left), `revoked` or `expired`. Those who
 * come while a write is on its way share the next one, so that a crowd on one node doesn't race itself.
 */
export function createLimitedUses(context: { readonly store: Store; readonly log: Log }) {
  const queues = new Map<string, Waiting[]>()

  const serve = async (id: string, queue: Waiting[]) => {
    while (queue.length > 0) {
      const batch = queue.splice(0)
      try {
        const { granted, result } = await takeUses(context, id, batch.length)
        for (const [n, { resolve }] of batch.entries()) resolve(n < granted || !result.ok ? result : noneLeft)
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    queues.delete(id)
  }

  return (id: string): Promise<Result<Rule>> =>
    new Promise((resolve, reject) => {
      const waiting = { resolve, reject }
      const queue = queues.get(id)
      if (queue) {
        queue.push(waiting)
        return
      }
      const own = [waiting]
      queues.set(id, own)
      void serve(id, own)
    })
}

const noneLeft: Refusal = refuse('not_found', 'The rule has no uses left.')

async function takeUses(context: { readonly store: Store; readonly log: Log }, id: string, wanted: number) {
  let granted = 0
  const result = await changeRule(context, {
    id,
    beforeExpiry: true,
    next(rule, now) {
      if (rule.revokedAt !== undefined) return refuse('revoked', 'The rule was revoked.')
      if (!isInForce(rule, now)) return refuse('expired', 'The rule has expired.')
      granted = Math.min(wanted, (rule.maxUses ?? 0) - rule.uses)
      return granted > 0 ? ok({ ...rule, uses: rule.uses + granted, lastUsedAt: now }) : noneLeft
    },
  })
  return { granted, result }
}
