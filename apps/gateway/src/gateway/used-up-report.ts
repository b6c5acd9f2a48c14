// Tells people, once each time, that HITL.sh's calls of this hour are used up and questions wait; and that it is over.
import type { HitlShAllowanceState } from '@holdpoint/client-hitl-sh'
import type { Log } from '@holdpoint/core'

export interface UsedUpReport {
  onChange(state: HitlShAllowanceState): void
  /** A sentence for people while questions wait, else undefined. */
  notice(state: HitlShAllowanceState): string | undefined
}

export function createUsedUpReport(log: Log): UsedUpReport {
  let toldUntil = 0
  return {
    onChange({ limit, remaining, resetAt, waiting }) {
      if (waiting > 0 && toldUntil !== resetAt) {
        toldUntil = resetAt
        log.warn(
          'HITL.sh: this hour’s calls are used up or kept for decisions; questions wait, and the inbox has them',
          {
            limit,
            remaining,
            until: new Date(resetAt).toISOString(),
          },
        )
      }
      if (waiting === 0 && toldUntil !== 0) {
        toldUntil = 0
        log.info('HITL.sh: no question waits for its turn any more')
      }
    },
    notice({ limit, resetAt, waiting }) {
      if (waiting === 0) return undefined
      const questions = waiting === 1 ? '1 question waits' : `${waiting} questions wait`
      const until = new Date(resetAt).toISOString().slice(11, 16)
      return `${questions} to be asked on HITL.sh, which takes ${limit} calls an hour: there are more at ${until} UTC. They can be decided here.`
    },
  }
}
