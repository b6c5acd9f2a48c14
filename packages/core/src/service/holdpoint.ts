// Puts the service together: approvals, what remembers denials, and the pump that carries out what was committed.
import { HoldpointError } from '../domain/errors.ts'
import { defaultThresholds } from '../domain/thresholds.ts'
import { defaultPolicy } from '../policy/policy.ts'
import type { Channel, Clock, Execute, Hooks, Ids, Log, Store, Wake } from '../ports.ts'
import { rulesCollection } from '../parse/rule-record.ts'
import { createApprovals, type Approvals } from './approvals.ts'
import { createAudit, type Audit } from './audit.ts'
import { createAuditor } from './auditor.ts'
import { createClock } from './clock.ts'
import { createDeadHooks, type DeadHooks } from './dead-hooks.ts'
import { createDenials } from './denials.ts'
import { createEvents, type Events } from './events.ts'
import { createIds } from './ids.ts'
import { createJudge } from './judging.ts'
import { createKeep } from './keeping.ts'
import { createLocalWake } from './local-wake.ts'
import { createOwnWake } from './own-wake.ts'
import { createPump, type Pump } from './pump.ts'
import { createQuarantine, type Quarantine } from './quarantine.ts'
import { createRules, type Rules } from './rules.ts'
import type { Settings } from './settings.ts'

export interface HoldpointOptions {
  readonly store: Store
  /** Read anew for each call, so that a reload acts at once. By default one loop, `default`, where everything asks. */
  readonly settings?: () => Settings
  readonly channels?: readonly Channel[]
  /** Runs approved actions whose executor is the gateway; without it, asking for such an approval is a mistake. */
  readonly execute?: Execute
  /** Posts changes of status to callback URLs; without it none are taken. */
  readonly hooks?: Hooks
  /** Hints between nodes; within this process by default. */
  readonly wake?: Wake
  readonly clock?: Clock
  readonly ids?: Ids
  /** Silent by default. */
  readonly log?: Log
}

export interface Holdpoint {
  readonly approvals: Approvals
  readonly rules: Rules
  /** Callbacks that were authentic but not understood. */
  readonly quarantine: Quarantine
  /** Hints of what changed, for the event streams of a handler. */
  readonly events: Events
  readonly audit: Audit
  /** Messages to callback URLs that no receiver took. */
  readonly deadHooks: DeadHooks
  /** Not started: expiry is judged without it, but nothing is swept, asked or executed. */
  readonly pump: Pump
}

/**
 * ```ts
 * import { createHoldpoint, type Approval, type Principal, type Store } from '@holdpoint/core'
 *
 * const ann: Principal = { id: 'ann', scopes: ['decide'], loops: ['*'], via: 'code' }
 *
 * export async function allowOldest(store: Store): Promise<Approval | undefined> {
 *   const { approvals } = createHoldpoint({ store })
 *   const page = await approvals.list(ann, { status: 'pending', limit: 100 })
 *   const oldest = page.ok ? page.value.items.at(-1) : undefined
 *   if (!oldest) return undefined
 *   const decided = await approvals.decide(ann, oldest.id, { verdict: 'allow-once', digest: oldest.digest })
 *   return decided.ok ? decided.value : undefined
 * }
 * ```
 */
export function createHoldpoint(options: HoldpointOptions): Holdpoint {
  const { store, settings = () => defaultSettings, channels = [], execute = executeNothing, hooks } = options
  const { wake = createLocalWake(), clock = createClock(), ids = createIds(), log = silentLog } = options
  const denials = createDenials(store)
  const auditor = createAuditor({ store, ids, log, collections: [rulesCollection] })
  const audit = createAudit({ store, settings, auditor })
  const rules = createRules({ store, ids, log, settings, clock, auditor })
  const judge = createJudge({ settings, rules })
  const keep = createKeep({ rules, denials })
  const shared = { store, clock, ids, log, judge, keep, hooks }
  const { own, all } = createOwnWake(wake)
  const poll = wake.pollMs === undefined ? {} : { pollMs: wake.pollMs }
  const approvals = createApprovals({ ...shared, wake: all, settings, denials, ...poll })
  const deadHooks = createDeadHooks({ store, wake: all, log, settings })
  const pump = createPump({ ...shared, wake: own, channels, execute, auditor, deadHooks })
  const quarantine = createQuarantine({ store, log, settings, approvals })
  const events = createEvents({ store, wake: all, ids, log })
  return { approvals, rules, quarantine, events, audit, deadHooks, pump }
}

export const defaultSettings: Settings = {
  loops: { default: { thresholds: defaultThresholds, channels: [] } },
  policy: defaultPolicy,
  maxPending: 1000,
}

const executeNothing: Execute = () =>
  Promise.reject(new HoldpointError('invalid_config', 'There is no `execute` to run approved actions with.'))

const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} }
