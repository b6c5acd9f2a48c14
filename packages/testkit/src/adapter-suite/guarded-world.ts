// One node of a gateway for the guard's cases: a guard over a store, somebody who asks and somebody who decides.
import { createHoldpoint, createIds, ok, parsePolicy, refuse, type Approval, type Principal } from '@holdpoint/core'
import { defaultSettings, type Log, type Mode, type Settings } from '@holdpoint/core'
import { createGuard, type AnsweredCall, type Guard, type GuardOptions } from '@holdpoint/core/http'
import type { Store } from '@holdpoint/core/store'
import type { Stage } from './adapter-case.ts'

export interface Node {
  pending(): Promise<Approval | undefined>
  /** Decides on the one that is pending; waits until there is one. */
  decide(verdict?: 'allow-once' | 'deny' | 'allow-always'): Promise<Approval>
  /** The approval, once `done` holds for it. */
  until(id: string, done: (approval: Approval) => boolean): Promise<Approval>
  /** Answers what is held as it stands, as a node that stops. */
  stop(): void
}

export interface World {
  readonly guard: Guard
  readonly node: Node
  readonly store: Store
  /** What was let through or denied without an approval. */
  readonly answered: readonly AnsweredCall[]
}

export interface WorldOptions {
  /** Another node's, to be on the same one. */
  readonly store?: Store
  readonly mode?: Mode
  readonly guard?: Partial<GuardOptions>
}

const everywhere = { loops: ['*'], via: 'api' } as const
const callers: Readonly<Record<string, Principal>> = {
  bot: { ...everywhere, id: 'key:bot', scopes: ['request'] },
  eve: { ...everywhere, id: 'key:eve', scopes: ['request'] },
}
const ann: Principal = { ...everywhere, id: 'ann', scopes: ['decide', 'rules'] }
const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }

/** Callers authenticate by their bare name in `authorization`: bot, eve. */
export async function createWorld(stage: Stage, options: WorldOptions = {}): Promise<World> {
  const { mode = 'on-miss', store = await stage.store() } = options
  const policy = parsePolicy({ modes: { 'http.route': mode } })
  if (!policy.ok) throw new Error(policy.detail)
  const settings: Settings = { ...defaultSettings, policy: policy.value }
  const { approvals, rules } = createHoldpoint({ store, settings: () => settings })
  stage.atEnd(async () => {
    approvals.close()
    await rules.close()
  })
  const answered: AnsweredCall[] = []
  const guard = createGuard({
    approvals,
    ids: createIds(),
    log: silent,
    limits: { maxBytes: 10_000, timeoutMs: 2_000 },
    maxWaitMs: 20_000,
    onAnswered: (call) => answered.push(call),
    async authenticate(request) {
      const caller = callers[request.header('authorization') ?? '']
      return caller ? ok(caller) : refuse('unauthenticated', 'Name a caller.')
    },
    ...options.guard,
  })
  const pending = async () => {
    const page = await approvals.list(ann, { status: 'pending', limit: 1 })
    return page.ok ? page.value.items[0] : undefined
  }
  const node: Node = {
    pending,
    async decide(verdict = 'allow-once') {
      const held = await eventually(pending, (found) => found !== undefined)
      if (!held) throw new Error('nothing is pending')
      const decided = await approvals.decide(ann, held.id, { verdict, digest: held.digest })
      if (!decided.ok) throw new Error(decided.detail)
      return decided.value
    },
    async until(id, done) {
      const read = async () => {
        const got = await approvals.get(ann, id)
        if (!got.ok) throw new Error(got.detail)
        return got.value
      }
      return eventually(read, done)
    },
    stop: () => approvals.close(),
  }
  return { guard, node, store, answered }
}

/** Gives up after 5 s. */
export async function eventually<T>(read: () => Promise<T>, done: (value: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    const value = await read()
    if (done(value)) return value
    if (tries === 1_000) throw new Error(`after 5 s it is still ${JSON.stringify(value)}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
