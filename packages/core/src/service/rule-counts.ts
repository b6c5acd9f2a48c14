// Uses of rules without a limit: counted here, and added to what is stored now and then. A crash loses what was not
// added yet; a write whose outcome is unknown may count twice.
import { ok } from '../domain/errors.ts'
import type { Clock, Log, Store } from '../ports.ts'
import { changeRule } from './rule-change.ts'

interface Count {
  readonly uses: number
  readonly lastUsedAt: number
}

export interface RuleCounts {
  add(id: string, usedAt: number): void
  /** Adds what was counted until now. What can't be written is kept for the next time, and logged. */
  flush(): Promise<void>
  /** Stops the timer and flushes. */
  close(): Promise<void>
}

export interface RuleCountsOptions {
  readonly store: Store
  readonly log: Log
  /** Without one, only `flush` and `close` write. */
  readonly clock?: Clock
  readonly flushMs: number
}

/** How many rules are written at once: stores group what comes together. */
const atOnce = 64

export function createRuleCounts({ store, log, clock, flushMs }: RuleCountsOptions): RuleCounts {
  let counts = new Map<string, Count>()
  let cancelTimer: (() => void) | undefined
  let flushing = Promise.resolve()
  let closed = false

  const merge = (id: string, { uses, lastUsedAt }: Count) => {
    const known = counts.get(id)
    counts.set(id, {
      uses: (known?.uses ?? 0) + uses,
      lastUsedAt: Math.max(known?.lastUsedAt ?? lastUsedAt, lastUsedAt),
    })
    if (!closed) cancelTimer ??= clock?.after(flushMs, () => void flush())
  }

  const write = async (id: string, count: Count) => {
    try {
      await changeRule(
        { store, log },
        {
          id,
          next: (rule) =>
            ok(
              rule.revokedAt === undefined
                ? {
                    ...rule,
                    uses: rule.uses + count.uses,
                    lastUsedAt: Math.max(rule.lastUsedAt ?? count.lastUsedAt, count.lastUsedAt),
                  }
                : rule,
            ),
        },
      )
    } catch (error) {
      log.warn('uses of a rule not written yet', { rule: id, uses: count.uses, error: String(error) })
      merge(id, count)
    }
  }

  const writeAll = async () => {
    cancelTimer?.()
    cancelTimer = undefined
    const taken = [...counts]
    counts = new Map()
    for (let from = 0; from < taken.length; from += atOnce)
      await Promise.all(taken.slice(from, from + atOnce).map(([id, count]) => write(id, count)))
  }

  // One after another, so that whoever waits for a flush waits for all that was counted before it.
  const flush = () => (flushing = flushing.then(writeAll))

  return {
    add: (id, usedAt) => merge(id, { uses: 1, lastUsedAt: usedAt }),
    flush,
    close() {
      closed = true
      return flush()
    },
  }
}
