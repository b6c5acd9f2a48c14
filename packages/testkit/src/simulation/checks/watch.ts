// Listens to the shared store and to the effects, and judges each event as it happens.
import type { Approval } from '@holdpoint/core'
import type { StoreRecord } from '@holdpoint/core/store'
import type { ApprovalWrite, History, Run, Violation } from '../history.ts'
import type { SharedStore, Write } from '../world/shared-store.ts'
import type { World } from '../world/world.ts'
import type { Plan } from '../plan.ts'
import { createAuditCheck } from './check-audit.ts'
import { checkGrant } from './check-grant.ts'
import { checkRun } from './check-run.ts'
import { checkWrite } from './check-write.ts'

export interface Watch {
  onWrite(write: Write): void
  onRun(): void
  /** Records that no node here understands: none may touch them. */
  hold(id: string): void
  /** A record that was put there by hand, and is understood. */
  expect(id: string): void
  /** Whether every note of every change is in its chain. */
  isAudited(): boolean
  /** What is left of them at the end. */
  unaudited(): readonly Violation[]
  /** Whether it is one that nobody understands. */
  isHeld(id: string): boolean
}

export interface WatchOptions {
  readonly world: World
  readonly history: History
  readonly shared: () => SharedStore
  readonly plan: Plan
}

export function createWatch({ world, history, shared, plan }: WatchOptions): Watch {
  const begunAt = world.now()
  const { maxPending } = plan.settings
  const audit = createAuditCheck()
  const held = new Set<string>()
  const expected = new Set<string>()

  const reporterOf = (approval: string) => (promise: string, what: string) =>
    void history.violations.push({ promise, approval, step: world.step(), what })

  const checkCap = ({ loop, requester }: Approval, report: ReturnType<typeof reporterOf>) => {
    const pending = shared()
      .all('approvals')
      .filter(({ facets, turn }) => {
        const isPending = facets[0] === 'pending' && (turn === null || world.now() < turn.at)
        return isPending && facets[1] === loop && facets[3] === requester
      })
    if (pending.length > maxPending) report('I36', `${pending.length} are pending where ${maxPending} may be`)
  }

  return {
    hold: (id) => void held.add(id),
    expect: (id) => void expected.add(id),
    isHeld: (id) => held.has(id),
    isAudited: () => audit.waiting().size === 0,
    unaudited: () =>
      Array.from(audit.waiting(), (id) => ({
        promise: 'I35',
        approval: id,
        step: world.step(),
        what: 'its notes never reached the audit chain',
      })),
    onWrite({ before, after }) {
      const id = (after ?? before)?.id ?? ''
      const report = reporterOf(id)
      // Strange records are put there by hand, with the outbox of another.
      if (!held.has(id) && !(expected.has(id) && !before)) audit.onWrite({ before, after }, report)
      if ((after ?? before)?.collection !== 'approvals') return
      if (held.has(id) && before) return report('I17', 'a record that no node understands was written or removed')
      if (!after) return report('I4', 'it was removed')
      if (held.has(id)) return
      const write: ApprovalWrite = {
        id,
        step: world.step(),
        at: world.now(),
        before: before && parse(before),
        after: parse(after),
        outbox: after.outbox,
      }
      history.writes.push(write)
      if (!before && expected.has(id)) return
      checkWrite(history, write, report)
      checkGrant(history, plan, begunAt, write, report)
      if (!before && write.after.status === 'pending') checkCap(write.after, report)
    },
    onRun() {
      const run = history.runs.at(-1) as Run
      checkRun(history, run, reporterOf(run.approval))
    },
  }
}

const parse = (record: StoreRecord): Approval => JSON.parse(record.body) as Approval
