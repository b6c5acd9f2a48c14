// Carries out what was committed: time that has run out, and the effects in each record's outbox. Nothing else here
// does outgoing I/O. A crash between delivery and acknowledgement delivers again, under the same effect id.
import { approvalsCollection, fromRecord } from '../parse/record.ts'
import { turnOf } from '../domain/approval.ts'
import { HoldpointError } from '../domain/errors.ts'
import type { Channel, Clock, Execute, Hooks, Ids, Log, Store, Wake } from '../ports.ts'
import type { Auditor } from './auditor.ts'
import { commitChange } from './commit.ts'
import type { DeadHooks } from './dead-hooks.ts'
import { createDelivery } from './delivery.ts'
import { createExecution } from './execution.ts'
import { createHookSlots } from './hook-slots.ts'
import { failClosed } from './fail-closed.ts'
import type { Judge } from './judging.ts'
import { isInternal, keepInternal, type Keep } from './internal-effects.ts'

export interface PumpOptions {
  readonly store: Store
  readonly wake: Wake
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly channels: readonly Channel[]
  readonly execute: Execute
  /** Posts to callback URLs; without it what waits for that ends as dead. */
  readonly hooks?: Pick<Hooks, 'deliver'> | undefined
  readonly deadHooks: Pick<DeadHooks, 'keep'>
  /** Asked once more before an action is executed. */
  readonly judge: Judge
  /** Carries out what stays in the house. */
  readonly keep: Keep
  /** Takes notes of changes from the outboxes to the audit chains. */
  readonly auditor: Pick<Auditor, 'enter' | 'look'>
  /** How often to look at most for what is due without having been woken, in ms; a chance takes up to half of it off. */
  readonly pollMs?: number
  /** How long a delivery may take before another pump may try it, in ms. */
  readonly leaseMs?: number
  /** How many records are worked on at once, how many deliveries and how many executions are under way at once. */
  readonly concurrency?: number
}

export interface Pump {
  start(): void
  /** Takes on nothing new and waits for what is under way, at most `graceMs`. */
  stop(graceMs: number): Promise<void>
}

/** Notes in other records are entered by whoever wrote them; only what a crash left behind is looked for, now and then. */
const looksPerAudit = 10

export function createPump(given: PumpOptions): Pump {
  const options = { ...given, store: failClosed(given.store) }
  const { store, wake, clock, log, ids } = options
  const { pollMs = 1000, leaseMs = 15_000, concurrency = 64 } = options
  const stopping = new AbortController()
  const deliver = createDelivery({ ...options, leaseMs, signal: stopping.signal })
  const execute = createExecution({ ...options, signal: stopping.signal })

  const queued = new Set<string>()
  const working = new Map<string, Promise<void>>()
  /** By effect: a place outside that hangs holds up its own delivery, and nothing else of its approval. */
  const delivering = new Map<string, Promise<void>>()
  const executing = new Map<string, Promise<void>>()
  /** What was worked on in vain: it stays due, and must not fill the page and starve the rest. */
  const stuck = new Set<string>()
  let polling = Promise.resolve()
  let page: ReadonlySet<string> = new Set()
  let isMoreDue = false
  let looks = 0
  let unsubscribe = () => {}
  let cancelPoll = () => {}
  let running = false

  /** From 0 to below 1. */
  const chance = () => Number.parseInt(ids.random().slice(-8), 16) / 2 ** 32

  const kick = (id: string) => {
    if (!running) return
    queued.add(id)
    drain()
  }

  const hooking = createHookSlots({ max: concurrency, maxPerHost: Math.ceil(concurrency / 8), onFree: kick })

  const drain = () => {
    for (const id of queued) {
      if (!running || working.size >= concurrency) return
      // Looked at again when its present work is done, so a change during it isn't missed.
      if (working.has(id)) continue
      queued.delete(id)
      const work = workOn(id)
        .then(() => void stuck.delete(id))
        .catch((error: unknown) => reportStuck(id, error))
        .finally(() => {
          working.delete(id)
          drain()
          if (isMoreDue && working.size === 0) look()
        })
      working.set(id, work)
    }
  }

  const reportStuck = (id: string, error: unknown) => {
    if (!stuck.has(id)) log.error('pump failed on an approval', { approval: id, error: String(error) })
    stuck.add(id)
  }

  const workOn = async (id: string) => {
    const record = await store.read(approvalsCollection, id)
    if (!record || record.dueAt === null) return
    const now = await store.now()
    if (record.dueAt > now) return
    const read = fromRecord(record)
    if (!read.ok) throw new HoldpointError(read.code, read.detail)
    const turn = turnOf(read.value)
    if (turn && turn.at <= now) {
      await commitChange(options, { id, key: ids.random(), actor: 'clock', via: 'clock', command: { type: 'elapse' } })
      return
    }
    let hasNotes = false
    for (const { effect, dueAt } of record.outbox) {
      if (dueAt > now) continue
      if (effect.kind === 'audit') hasNotes = true
      else if (isInternal(effect)) await keepInternal(options, options.keep, read.value, effect)
      else if (effect.kind === 'execute') launch(executing, id, effect.id, () => execute(id, effect))
      else if (effect.kind === 'hook') {
        const send = () => deliver(id, effect).catch((error: unknown) => reportStuck(id, error))
        hooking.run(id, effect.id, read.value.callbackUrl ?? '', send)
      } else launch(delivering, id, effect.id, () => deliver(id, effect))
    }
    if (hasNotes) await options.auditor.enter({ collection: approvalsCollection, id }, read.value.loop)
  }

  /** What finds no place stays due, and is found again by the next look. */
  const launch = (flying: Map<string, Promise<void>>, id: string, effectId: string, carryOut: () => Promise<void>) => {
    if (flying.has(effectId) || flying.size >= concurrency) return
    const flight = carryOut()
      .catch((error: unknown) => reportStuck(id, error))
      .finally(() => flying.delete(effectId))
    flying.set(effectId, flight)
  }

  const poll = async () => {
    try {
      const limit = concurrency + stuck.size + hooking.crowded()
      const found = await store.due(approvalsCollection, await store.now(), limit)
      const isFull = found.length === limit
      // What is due and was due a moment ago can wait for the next look: else the same page would be worked on for ever.
      isMoreDue = isFull && found.some((id) => !page.has(id))
      page = new Set(found)
      if (!isFull) for (const id of stuck) if (!page.has(id)) stuck.delete(id)
      // Other nodes see the same page: each begins somewhere else in it.
      const from = Math.floor(chance() * found.length)
      for (const id of [...found.slice(from), ...found.slice(0, from)]) kick(id)
      if (looks++ % looksPerAudit === 0) await options.auditor.look()
    } catch (error) {
      log.error('pump can’t read what is due', { error: String(error) })
    }
    // And they look at other times: whoever is first has done it before the others come.
    if (running) cancelPoll = clock.after(Math.round(pollMs * (1 - chance() / 2)), look)
  }

  const look = () => {
    if (!running) return
    isMoreDue = false
    cancelPoll()
    polling = poll()
  }

  const underWay = async () => {
    // Work on a record may launch what it finds there, so it has to end first.
    await Promise.all(working.values())
    await Promise.all([...delivering.values(), ...executing.values(), ...hooking.underWay()])
  }

  return {
    start() {
      running = true
      unsubscribe = wake.subscribe(kick, look)
      look()
    },
    async stop(graceMs) {
      running = false
      unsubscribe()
      cancelPoll()
      queued.clear()
      await polling
      let cancelGrace = () => {}
      const grace = new Promise<void>((resolve) => {
        cancelGrace = clock.after(graceMs, resolve)
      })
      await Promise.race([underWay(), grace])
      stopping.abort()
      cancelGrace()
      // What was cut short has to note it, so the store must stay open for that.
      await underWay()
    },
  }
}
