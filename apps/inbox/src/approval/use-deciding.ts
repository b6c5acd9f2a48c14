// Sends a decision on exactly what is shown. Where no answer comes it is not guessed what became of it: the approval is
// read again, and sending the same again is harmless.
import { useEffect, useState } from 'preact/hooks'
import { decide, type DecisionBody } from '../api/approvals.ts'
import type { Answer, Approval, Problem } from '../api/wire.ts'
import type { Watched } from './use-approval.ts'

export interface Deciding {
  readonly isBusy: boolean
  readonly problem: Problem | undefined
  /** Resolves to whether it was taken. */
  send(body: Omit<DecisionBody, 'digest'>): Promise<boolean>
  /** Any other call that answers with the approval. */
  run(call: () => Promise<Answer<Approval>>): Promise<boolean>
}

export function useDeciding(approval: Approval, { take, readAgain }: Watched): Deciding {
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()

  // What was read since says whether it counted.
  useEffect(() => setProblem((before) => (before?.code === 'offline' ? undefined : before)), [approval])

  async function run(call: () => Promise<Answer<Approval>>): Promise<boolean> {
    setBusy(true)
    setProblem(undefined)
    const answer = await call()
    setBusy(false)
    if (answer.ok) {
      take(answer.value)
      return true
    }
    setProblem(answer.problem)
    readAgain()
    return false
  }

  return { isBusy, problem, run, send: (body) => run(() => decide(approval.id, { ...body, digest: approval.digest })) }
}
