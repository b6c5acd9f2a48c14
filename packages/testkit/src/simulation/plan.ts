// One world's plan, drawn from its seed: how many nodes and people, who may decide what, and what goes wrong when.
import {
  parsePolicy,
  type LoopSettings,
  type Policy,
  type PolicyLine,
  type Settings,
  type Verdict,
} from '@holdpoint/core'
import type { FaultPlan } from './world/faults.ts'
import type { World } from './world/world.ts'

export const requesters = ['key:bot', 'key:cron'] as const
export const reviewers = ['ann', 'bob', 'cid'] as const
/** May decide in the loop, but is on nobody's list unless that is `*`. */
export const outsider = 'eve'
export const people = ['u1', 'u2'] as const
export const personName = (userId: string): string => `hitl-sh:${userId}`
export const outsideChannel = 'hitl-sh'

export interface Plan {
  readonly nodes: number
  readonly actions: number
  /** People act within this long, ms. */
  readonly busyMs: number
  /** What is asked for, by whom and where: the fewer, the more often a rule matches. */
  readonly kinds: readonly string[]
  readonly tools: readonly string[]
  readonly requesters: readonly string[]
  readonly loops: readonly string[]
  readonly faults: FaultPlan
  /** When each named node dies and comes back, ms from the beginning. */
  readonly crashes: readonly { readonly node: number; readonly atMs: number; readonly forMs: number }[]
  /** Answers from outside count as they come: then nobody forges any. */
  readonly trusted: boolean
  readonly settings: Settings
  /** What the settings become, ms from the beginning. */
  readonly reload?: { readonly atMs: number; readonly settings: Settings }
}

/** From here on nothing goes wrong any more. */
const faultyMs = 9_000

export function drawPlan({ random, now }: World): Plan {
  const nodes = random.between(1, 3)
  const harsh = random.chance(0.6)
  const isLong = random.chance(0.2)
  const terms = drawTerms(random)
  const loops = { default: drawLoop(random), ops: drawLoop(random), nobody }
  const settings: Settings = { loops, policy: policyOf(terms), maxPending: terms.maxPending }
  const closed = { ...settings, policy: policyOf({ ...terms, lines: [random.pick(closings), ...terms.lines] }) }
  return {
    nodes,
    actions: isLong ? random.between(4, 6) : random.between(1, 4),
    busyMs: isLong ? 16_000 : 4_000,
    kinds: isLong ? ['tool.call', 'tool.call', 'edit.call'] : allKinds,
    tools: isLong ? ['mail'] : ['mail', 'deploy'],
    requesters: isLong ? ['key:bot'] : requesters,
    loops: isLong ? ['default'] : ['default', 'default', 'ops'],
    faults: {
      untilAt: now() + faultyMs,
      storeRate: harsh ? random.pick([0.02, 0.06, 0.15]) : 0,
      maxTravelMs: random.pick([3, 15, 60]),
      hintLossRate: random.pick([0, 0.2, 1]),
      storeOutages: harsh && random.chance(0.3) ? [outage(now() + random.int(faultyMs - 1_000))] : [],
    },
    crashes: harsh
      ? Array.from({ length: random.int(4) }, () => ({
          node: random.int(nodes),
          atMs: random.int(faultyMs - 3_000),
          forMs: random.between(10, 2_000),
        }))
      : [],
    trusted: random.chance(0.25),
    settings,
    ...(random.chance(0.4) && { reload: { atMs: random.between(200, 4_000), settings: closed } }),
  }
}

const allKinds = ['free.call', 'tool.call', 'tool.call', 'tool.call', 'edit.call', 'edit.call']

const outage = (from: number): readonly [number, number] => [from, from + 900]

const allVerdicts: readonly Verdict[] = ['allow-once', 'allow-always', 'deny']

function drawLoop(random: World['random']): LoopSettings {
  const listed = [...reviewers, ...(random.chance(0.5) ? [random.pick(requesters)] : []), personName('u1')]
  return {
    thresholds: {
      approve: random.pick([1, 1, 2, 2, 3]),
      deny: random.pick([1, 1, 2]),
      reviewers: random.chance(0.4) ? ['*'] : listed,
      separateRequester: random.chance(0.7),
      reasonRequired: random.chance(0.1) ? 'deny' : 'never',
      verdicts: random.chance(0.9) ? allVerdicts : ['allow-once', 'deny'],
    },
    channels: random.chance(0.6) ? [outsideChannel] : [],
  }
}

/** An empty list is nobody, so nothing may ever be held here. */
export const nobody: LoopSettings = {
  thresholds: {
    approve: 1,
    deny: 1,
    reviewers: [],
    separateRequester: false,
    reasonRequired: 'never',
    verdicts: allVerdicts,
  },
  channels: [],
}

/** Kinds: `free.call` is let go, `tool.call` asks, `edit.call` asks and may be edited. */
interface Terms {
  readonly lines: readonly PolicyLine[]
  readonly modes: Policy['modes']
  readonly expiresInMs: number
  readonly grantMs: number
  readonly maxRunMs: number
  readonly maxPending: number
}

const anyTarget = { '*': '*' }

function drawTerms(random: World['random']): Terms {
  return {
    lines: [{ name: 'edits', when: { kind: 'edit.call', target: anyTarget }, then: 'ask', edits: true, rules: true }],
    modes: { 'free.call': 'off', 'tool.call': random.pick(['on-miss', 'on-miss', 'always'] as const) },
    expiresInMs: random.pick([1_500, 3_000, 6_000]),
    grantMs: random.pick([1_000, 3_000]),
    maxRunMs: random.pick([1_500, 4_000]),
    maxPending: random.pick([1, 2, 10]),
  }
}

/** What a reload puts before all other lines. */
const closings: readonly PolicyLine[] = [
  { name: 'closed', then: 'deny' },
  { name: 'free-no-more', when: { kind: 'free.call', target: anyTarget }, then: 'ask' },
  { name: 'asked-again', when: { target: anyTarget }, then: 'ask' },
]

function policyOf({ lines, modes, expiresInMs, grantMs, maxRunMs }: Terms): Policy {
  const parsed = parsePolicy({ lines, modes, expiresInMs, grantMs, maxRunMs })
  if (!parsed.ok) throw new TypeError(`simulation: ${parsed.detail}`)
  return parsed.value
}

/** Reviewers whose `allow-always` leaves a rule behind. */
export const mayMakeRules = (reviewer: string): boolean => reviewer === 'ann' || reviewer === 'bob'
