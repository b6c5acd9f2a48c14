// Judged when faults have stopped and time has run out: nothing is left that waits for ever.
import type { ApprovalWrite, Call, Violation } from '../history.ts'

const over: ReadonlySet<string> = new Set([
  'denied',
  'expired',
  'cancelled',
  'revoked',
  'lapsed',
  'succeeded',
  'failed',
  'unknown',
])

/** `last` is the last write of each approval. */
export function checkEnd(last: readonly ApprovalWrite[], step: number): Violation[] {
  return last
    .filter(({ after }) => !over.has(after.status))
    .map(({ id, after }) => ({ promise: 'I13', approval: id, step, what: `it is still ${after.status} at the end` }))
}

export const isOver = (status: string): boolean => over.has(status)

/** I17: what nobody understands is told as such, whatever is called. */
export function checkHeld(calls: readonly Call[], isHeld: (id: string) => boolean): Violation[] {
  return calls
    .filter(({ approval, answer }) => isHeld(approval) && answer?.ok)
    .map(({ approval, name, invokedAt }) => ({
      promise: 'I17',
      approval,
      step: invokedAt,
      what: `${name} was answered on a record that no node understands`,
    }))
}
