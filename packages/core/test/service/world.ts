// One gateway's heart on a memory store and a fake clock; tests put their own store, channels or settings into it.
import { createMemoryStore } from '@holdpoint/storage-memory'
import { createFakeClock } from '@holdpoint/testkit'
import type { Approval } from '../../src/domain/approval.ts'
import type { Principal } from '../../src/domain/principal.ts'
import { defaultThresholds } from '../../src/domain/thresholds.ts'
import { fromRecord } from '../../src/parse/record.ts'
import { defaultPolicy } from '../../src/policy/policy.ts'
import type { Channel, Execute, Ids, Log, Store } from '../../src/ports.ts'
import { createApprovals, type ApprovalsOptions } from '../../src/service/approvals.ts'
import { createAuditor } from '../../src/service/auditor.ts'
import { createDeadHooks } from '../../src/service/dead-hooks.ts'
import { createDenials } from '../../src/service/denials.ts'
import { createJudge } from '../../src/service/judging.ts'
import { createKeep } from '../../src/service/keeping.ts'
import { createLocalWake } from '../../src/service/local-wake.ts'
import { createPump, type PumpOptions } from '../../src/service/pump.ts'
import { createQuarantine } from '../../src/service/quarantine.ts'
import { createRules } from '../../src/service/rules.ts'
import type { Settings } from '../../src/service/settings.ts'

export const principal = (id: string, changes: Partial<Principal> = {}): Principal => ({
  id,
  scopes: ['request'],
  loops: ['*'],
  via: 'api',
  ...changes,
})

export const bot = principal('key:bot')
export const reviewer = (id: string): Principal => principal(id, { scopes: ['decide'] })
export const ann = reviewer('ann')
export const bob = reviewer('bob')

export const draft = {
  action: { kind: 'outbound.message', target: { channel: 'log', to: '+1555' }, input: { payloads: [{ text: 'hi' }] } },
}

export const allow = ({ digest }: Approval) => ({ verdict: 'allow-once' as const, digest })
export const deny = ({ digest }: Approval) => ({ verdict: 'deny' as const, digest })

export const defaultSettings: Settings = {
  loops: {
    default: { thresholds: defaultThresholds, channels: [] },
    other: { thresholds: defaultThresholds, channels: [] },
  },
  policy: { ...defaultPolicy, expiresInMs: 60_000, grantMs: 10_000, maxRunMs: 5_000 },
  maxPending: 1_000,
}

export interface WorldOptions {
  readonly store?: (inner: Store, clock: ReturnType<typeof createFakeClock>) => Store
  readonly settings?: Partial<Settings>
  readonly approvals?: Partial<ApprovalsOptions>
  /** Read for every call, in place of fixed settings. */
  readonly live?: () => Settings
}

export const neverExecute: Execute = () => Promise.reject(new Error('nothing was to be executed'))

export function createWorld(options: WorldOptions = {}) {
  const clock = createFakeClock()
  const inner = createMemoryStore({ now: clock.now })
  const store = options.store?.(inner, clock) ?? inner
  const wake = createLocalWake()
  let made = 0
  const ids: Ids = { random: () => (made += 1).toString(16).padStart(32, '0') }
  const logged: string[] = []
  const log: Log = {
    debug: (message) => void logged.push(`debug ${message}`),
    info: (message) => void logged.push(`info ${message}`),
    warn: (message) => void logged.push(`warn ${message}`),
    error: (message) => void logged.push(`error ${message}`),
  }
  const fixed: Settings = { ...defaultSettings, ...options.settings }
  const settings = options.live ?? (() => fixed)
  const rules = createRules({ store, ids, log, settings, now: clock.now })
  const denials = createDenials(store)
  const judge = createJudge({ settings, rules })
  const keep = createKeep({ rules, denials })
  const auditor = createAuditor({ store, ids, log, collections: ['rules'] })
  const parts = {
    store,
    wake,
    clock,
    ids,
    log,
    judge,
    keep,
    auditor,
    deadHooks: createDeadHooks({ store, wake, log, settings }),
  }
  const approvals = createApprovals({ ...parts, settings, denials, ...options.approvals })

  return {
    clock,
    /** The store beneath whatever the test has put around it. */
    inner,
    store,
    wake,
    ids,
    log,
    logged,
    approvals,
    rules,
    quarantine: createQuarantine({ store, log, settings, approvals }),
    settings,
    /** A second gateway on the same store. Without `wake` in the options its hints don't reach the first. */
    pump: (pump: Partial<PumpOptions> = {}) => createPump({ ...parts, channels: [], execute: neverExecute, ...pump }),
    async ask(changes: Parameters<typeof approvals.request>[2] = {}, by = bot): Promise<Approval> {
      return must(await approvals.request(by, draft, changes)).approval
    },
    async stored(id: string): Promise<Approval> {
      const record = await inner.read('approvals', id)
      if (!record) throw new Error(`no record ${id}`)
      return must(fromRecord(record))
    },
  }
}

/** The value of a result that must not be a refusal. */
export function must<T>(
  result:
    | { readonly ok: true; readonly value: T }
    | { readonly ok: false; readonly code: string; readonly detail: string },
): T {
  if (!result.ok) throw new Error(`refused: ${result.code}: ${result.detail}`)
  return result.value
}

/** The code of a result that must be a refusal. */
export const codeOf = (result: { readonly ok: boolean; readonly code?: string }): string => result.code ?? 'ok'

/** With loops, one of them with a channel that `ask`s. */
export const asking = (channel: string): Partial<Settings> => ({
  loops: { ...defaultSettings.loops, default: { thresholds: defaultThresholds, channels: [channel] } },
})

/** Another kind of policy for every action. */
export const everything = (mode: 'off' | 'always'): Partial<Settings> => ({
  policy: { ...defaultSettings.policy, modes: { [draft.action.kind]: mode } },
})

export const channel = (name: string, does: Partial<Channel>): Channel => ({
  name,
  ask: () => Promise.resolve({ then: 'delivered' }),
  settle: () => Promise.resolve({ then: 'delivered' }),
  confirm: () => Promise.resolve({ then: 'delivered' }),
  ...does,
})
