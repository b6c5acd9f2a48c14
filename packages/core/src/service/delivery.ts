// One delivery of one effect: lease it by compare-and-set, do the I/O, acknowledge by compare-and-set.
import type { Approval } from '../domain/approval.ts'
import type { ChannelEffect, HookEffect, OutboxEntry } from '../domain/effect.ts'
import type { Attempt, Channel, Clock, Delivery, Hooks, Ids } from '../ports.ts'
import { commitChange, type CommitContext } from './commit.ts'
import type { DeadHooks } from './dead-hooks.ts'
import { heedSignal } from './heed-signal.ts'

interface DeliveryOptions extends CommitContext {
  readonly clock: Clock
  readonly ids: Ids
  readonly channels: readonly Channel[]
  readonly hooks?: Pick<Hooks, 'deliver'> | undefined
  /** Where messages go that no receiver took. */
  readonly deadHooks: Pick<DeadHooks, 'keep'>
  readonly leaseMs: number
  readonly signal: AbortSignal
}

type Outgoing = ChannelEffect | HookEffect

const placeOf = (effect: Outgoing): string => (effect.kind === 'hook' ? 'webhook' : effect.channel)

export function createDelivery(options: DeliveryOptions): (id: string, effect: Outgoing) => Promise<void> {
  const { ids, log, store, leaseMs } = options
  const channels = new Map(options.channels.map((channel) => [channel.name, channel]))

  return async (id, effect) => {
    const lease = ids.random()
    const now = await store.now()
    let attempts = 0
    const leased = await commitChange(options, {
      id,
      key: lease,
      actor: 'pump',
      via: 'gateway',
      outbox: (entries) =>
        edit(entries, effect, (entry) => {
          if (entry.dueAt > now) return undefined
          // Counted on from what is stored: another pump may have tried since this one looked.
          attempts = entry.attempts + 1
          return { effect, attempts, lease, dueAt: now + leaseMs }
        }),
    })
    if (!leased.ok) return
    const delivery = await attempt(leased.value.approval, effect, attempts)
    if (delivery.then !== 'delivered')
      log.warn(`${effect.kind} ${delivery.then}: ${delivery.reason}`, {
        approval: id,
        effect: effect.id,
        channel: placeOf(effect),
      })
    // First kept, then acknowledged: a crash between keeps it twice under one id.
    if (effect.kind === 'hook' && delivery.then === 'give-up')
      await options.deadHooks.keep(effect, leased.value.approval, delivery.reason)
    await acknowledge(id, effect, lease, delivery)
  }

  async function attempt(approval: Approval, effect: Outgoing, attempt: number): Promise<Delivery> {
    const { hooks } = options
    const carryOut = effect.kind === 'hook' ? hooks && toHook(hooks, effect) : toChannel(effect)
    if (!carryOut) return { then: 'give-up', reason: `there is no channel "${placeOf(effect)}" any more` }
    // The lease must outlive the attempt, else two pumps would deliver at once.
    const limit = new AbortController()
    const cancelTimer = options.clock.after(leaseMs * 0.8, () => limit.abort())
    const signal = AbortSignal.any([limit.signal, options.signal])
    try {
      return await heedSignal(async () => carryOut(approval, { attempt, signal }), {
        signal,
        clock: options.clock,
        lingerMs: leaseMs * 0.1,
      })
    } catch (error) {
      return { then: 'retry', afterMs: Math.min(60_000, 1000 * 2 ** attempt), reason: String(error) }
    } finally {
      cancelTimer()
    }
  }

  function toChannel(effect: ChannelEffect): CarryOut | undefined {
    const channel = channels.get(effect.channel)
    return channel && ((approval, attempt) => askChannel(channel, effect, approval, attempt))
  }

  async function acknowledge(id: string, effect: Outgoing, lease: string, delivery: Delivery): Promise<void> {
    const retryAt = delivery.then === 'retry' ? (await store.now()) + delivery.afterMs : undefined
    const change = {
      id,
      key: `${effect.id}:${lease}`,
      actor: placeOf(effect),
      via: placeOf(effect),
      outbox: (entries: readonly OutboxEntry[]) =>
        edit(entries, effect, (entry) => {
          if (entry.lease !== lease) return undefined
          return retryAt === undefined ? 'drop' : { effect, attempts: entry.attempts, dueAt: retryAt }
        }),
    }
    const command = delivery.then === 'retry' ? undefined : delivery.command
    const acknowledged = await commitChange(options, command ? { ...change, command } : change)
    if (acknowledged.ok || !command || acknowledged.code === 'contention') return
    // What the channel learnt does not fit this approval; that is no reason to ask again and again.
    log.warn(`${placeOf(effect)}: ${acknowledged.detail}`, { approval: id, effect: effect.id, code: acknowledged.code })
    await commitChange(options, change)
  }
}

type CarryOut = (approval: Approval, attempt: Attempt) => Promise<Delivery>

const toHook =
  (hooks: Pick<Hooks, 'deliver'>, effect: HookEffect): CarryOut =>
  (approval, attempt) =>
    hooks.deliver(effect, approval, attempt)

function askChannel(channel: Channel, effect: ChannelEffect, approval: Approval, attempt: Attempt): Promise<Delivery> {
  switch (effect.kind) {
    case 'ask':
      return channel.ask(effect, approval, attempt)
    case 'settle':
      return channel.settle(effect, approval, attempt)
    case 'confirm':
      return channel.confirm(effect, approval, attempt)
  }
}

/** Replaces or drops one entry; undefined where it is gone or not ours to touch. */
function edit(
  entries: readonly OutboxEntry[],
  effect: Outgoing,
  change: (entry: OutboxEntry) => OutboxEntry | 'drop' | undefined,
): readonly OutboxEntry[] | undefined {
  const found = entries.find((entry) => entry.effect.id === effect.id)
  const changed = found && change(found)
  if (!found || changed === undefined) return undefined
  return entries.flatMap((entry) => (entry !== found ? [entry] : changed === 'drop' ? [] : [changed]))
}
