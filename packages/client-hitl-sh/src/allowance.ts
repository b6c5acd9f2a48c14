// What may still be called in this hour: one for all users of an API key, so that a flood of questions can't starve the
// decisions that wait to be read back. The service's headers have the last word; without them it counts by itself.
import type { HitlShBudget } from './call-result.ts'
import { createWaitingList, lateMs, type Rank } from './waiting-list.ts'

/**
 * What a call is for. `confirm` may use all that is left; the others leave a part of the hour to those before them:
 * `settle` 10 %, `ask` 40 %, `look` 50 %.
 */
export type HitlShUse = 'confirm' | 'settle' | 'ask' | 'look'

const leaves = { confirm: 0, settle: 0.1, ask: 0.4, look: 0.5 } as const satisfies Record<HitlShUse, number>

export interface HitlShAllowanceState extends HitlShBudget {
  /** Questions that were told to come back later. */
  readonly waiting: number
}

/** A call that may be made; `done` is told whether an answer came, and what its headers said, if there were any. */
export type Taken =
  | { readonly ok: true; done(isAnswered: boolean, said?: HitlShBudget): void }
  /** Epoch ms before which it is of no use to come back. */
  | { readonly ok: false; readonly retryAt: number }

export interface HitlShAllowance {
  /** Of several with a rank, the better ones get what there is, also if they come back only later. */
  take(use: HitlShUse, rank?: Rank): Promise<Taken>
  state(): HitlShAllowanceState
}

export interface HitlShAllowanceOptions {
  /** Calls an hour until the service says otherwise; 100 as documented [DOCS-A rate limits]. */
  readonly limit?: number
  /** Epoch ms. */
  readonly now?: () => number
  /** Told after each change. */
  readonly onChange?: (state: HitlShAllowanceState) => void
}

const hourMs = 3_600_000
/** The documents disagree about when the hour ends, and clocks differ: windows this close are the same one. */
const sameWindowMs = 5_000
/** Coming back in the order of rank, this far apart. */
const staggerMs = 25

export function createHitlShAllowance(options: HitlShAllowanceOptions = {}): HitlShAllowance {
  const { limit: documented = 100, now = Date.now, onChange = () => {} } = options
  const waiting = createWaitingList()
  let limit = documented
  let remaining = documented
  let resetAt = 0
  let flying = 0
  /** Before the first answer of an hour nothing is known of what others used of it, so only one call is made. */
  let probe: Promise<void> | undefined
  let isKnown = false

  const state = (): HitlShAllowanceState => ({ limit, remaining, resetAt, waiting: waiting.size() })

  const turn = () => {
    if (now() < resetAt) return
    resetAt = now() + hourMs
    remaining = limit
    isKnown = false
  }

  const learn = (said: HitlShBudget) => {
    // A reset far away is a mistake, and would silence us for as long.
    const saidResetAt = Math.min(said.resetAt, now() + hourMs + sameWindowMs)
    const isSame = isKnown && Math.abs(saidResetAt - resetAt) <= sameWindowMs
    limit = said.limit
    // What is under way may not be counted there yet; once nothing is, what was given back counts too.
    const left = Math.max(0, said.remaining - flying)
    remaining = isSame && flying > 0 ? Math.min(remaining, left) : left
    if (!isSame) resetAt = saidResetAt
  }

  const grant = (): Taken => {
    remaining -= 1
    flying += 1
    let settle = () => {}
    if (!isKnown) probe = new Promise((resolve) => (settle = resolve))
    let isDone = false
    return {
      ok: true,
      done(isAnswered, said) {
        if (isDone) return
        isDone = true
        flying -= 1
        if (said) learn(said)
        isKnown ||= isAnswered
        probe = undefined
        settle()
        onChange(state())
      },
    }
  }

  return {
    async take(use, rank) {
      turn()
      while (!isKnown && probe) await probe
      const left = remaining - Math.floor(limit * leaves[use])
      const ahead = rank ? waiting.ahead(rank, now()) : 0
      if (left > ahead) {
        if (rank) waiting.leave(rank.id)
        const taken = grant()
        onChange(state())
        return taken
      }
      // What is left is meant for those ahead, who may never come back.
      const isHeld = left > 0
      const retryAt = (isHeld ? Math.min(resetAt, now() + lateMs) : resetAt) + ahead * staggerMs
      if (rank && retryAt < rank.expiresAt) waiting.join(rank, retryAt)
      else if (rank) waiting.leave(rank.id)
      onChange(state())
      return { ok: false, retryAt }
    },
    state() {
      turn()
      waiting.prune(now())
      return state()
    },
  }
}
