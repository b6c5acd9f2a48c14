// One approval as it is now, and what the person is looking at. They differ where the action was edited meanwhile: what
// is on the screen never turns into something else by itself.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { readApproval } from '../api/approvals.ts'
import type { Approval, Problem } from '../api/wire.ts'
import { toRow } from '../list/row.ts'
import type { Inbox } from '../state/inbox.ts'

export interface Watched {
  readonly approval: Approval | undefined
  /** Another action than the one shown, which has taken its place. */
  readonly newer: Approval | undefined
  readonly problem: Problem | undefined
  readonly showNewer: () => void
  /** Takes what the gateway answered to a call of this page's own; it is shown at once. */
  readonly take: (approval: Approval) => void
  readonly readAgain: () => void
}

export function useApproval(id: string, inbox: Inbox): Watched {
  const [approval, setApproval] = useState<Approval>()
  const [newer, setNewer] = useState<Approval>()
  const [problem, setProblem] = useState<Problem>()
  const shown = useRef<Approval | undefined>(undefined)

  const show = useCallback((next: Approval) => {
    shown.current = next
    setApproval(next)
    setNewer(undefined)
    setProblem(undefined)
  }, [])

  const offer = useCallback(
    (next: Approval) => {
      inbox.take(toRow(next))
      const before = shown.current
      setProblem(undefined)
      if (before?.id === next.id && next.version < before.version) return
      if (before?.id === next.id && before.digest !== next.digest && next.status === 'pending') setNewer(next)
      else show(next)
    },
    [inbox, show],
  )

  const readAgain = useCallback(() => {
    const read = async () => {
      const answer = await readApproval(id)
      if (answer.ok) offer(answer.value)
      else if (answer.problem.code !== 'offline' || !shown.current) setProblem(answer.problem)
    }
    void read()
  }, [id, offer])

  useEffect(() => {
    shown.current = undefined
    setApproval(undefined)
    setNewer(undefined)
    readAgain()
    return inbox.onChange((changed) => {
      if (changed === undefined || changed === id) readAgain()
    })
  }, [id, inbox, readAgain])

  return {
    approval: approval?.id === id ? approval : undefined,
    newer,
    problem,
    showNewer: () => newer && show(newer),
    take: (next) => {
      inbox.take(toRow(next))
      show(next)
    },
    readAgain,
  }
}
