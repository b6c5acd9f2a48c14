// HITL.sh as it is configured now: one channel that outlives reloads, and behind it the client, allowance and poller of the
// present configuration.
import { hitlShChannelName } from '@holdpoint/client-hitl-sh'
import type { Approvals, Channel, Delivery, Log, Store } from '@holdpoint/core'
import type { ReadyConfig } from '../config/with-local-secrets.ts'
import { createHitlSh, type HitlSh } from './hitl-sh.ts'
import type { LiveConfig } from './live-config.ts'

export interface LiveHitlSh {
  readonly channel: Channel
  /** Undefined while HITL.sh isn't configured. */
  current(): HitlSh | undefined
  start(approvals: Approvals): void
  stop(): Promise<void>
}

export interface LiveHitlShOptions {
  readonly config: LiveConfig
  readonly publicUrl: string
  readonly store: Store
  readonly log: Log
}

export function createLiveHitlSh({ config, ...fixed }: LiveHitlShOptions): LiveHitlSh {
  let present = config.current()
  let hitlSh = createHitlSh({ config: present, ...fixed })
  let approvals: Approvals | undefined
  let stopped = false
  const ending = new Set<Promise<void>>()

  config.onReload((next) => {
    if (partOf(next) === partOf(present)) return () => {}
    const made = createHitlSh({ config: next, ...fixed })
    return () => {
      const before = hitlSh
      ;[present, hitlSh] = [next, made]
      if (before) retire(before)
      if (approvals && !stopped) made?.start(approvals)
    }
  })

  function retire(before: HitlSh): void {
    const end = before
      .stop()
      .catch((error: unknown) => fixed.log.error('HITL.sh did not stop', { error: String(error) }))
      .finally(() => ending.delete(end))
    ending.add(end)
  }

  return {
    current: () => hitlSh,
    channel: {
      name: hitlShChannelName,
      ask: (effect, approval, attempt) => hitlSh?.channel.ask(effect, approval, attempt) ?? noLonger(),
      settle: (effect, approval, attempt) => hitlSh?.channel.settle(effect, approval, attempt) ?? noLonger(),
      confirm: (effect, approval, attempt) => hitlSh?.channel.confirm(effect, approval, attempt) ?? noLonger(),
    },
    start(given) {
      approvals = given
      hitlSh?.start(given)
    },
    async stop() {
      stopped = true
      await Promise.all([hitlSh?.stop(), ...ending])
    },
  }
}

/** All that it was made from. */
const partOf = ({ hitlSh, loops, callback }: ReadyConfig): string =>
  JSON.stringify([hitlSh, callback.keys[0], Object.entries(loops).map(([name, loop]) => [name, loop.hitlSh])])

const noLonger = (): Promise<Delivery> =>
  Promise.resolve({ then: 'give-up', reason: 'HITL.sh is not configured on this gateway' })
