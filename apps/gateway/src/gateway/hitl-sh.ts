// HITL.sh as the gateway's channel, with a callback address of its own for each approval, one allowance of calls for all
// that is done there, and a look at it now and then in case callbacks don't come.
import {
  createHitlShAllowance,
  createHitlShChannel,
  createHitlShClient,
  createHitlShPoller,
  type HitlShAllowanceState,
  type HitlShPoller,
} from '@holdpoint/client-hitl-sh'
import { HoldpointError, listOpenAsks, type Approvals, type Channel, type Log, type Store } from '@holdpoint/core'
import { mintCallbackSecret } from '@holdpoint/core/hitl-sh'
import type { ReadyConfig } from '../config/with-local-secrets.ts'
import { checkHitlShAccess } from './check-hitl-sh-access.ts'
import { createUsedUpReport } from './used-up-report.ts'

export interface HitlSh {
  readonly channel: Channel
  /** What is left of the hour's calls, and how many questions wait for some: for metrics and notes. */
  state(): HitlShAllowanceState
  /** A sentence for people while questions wait, else undefined. */
  notice(): string | undefined
  /** Begins to look for lost answers, and looks once whether key and loops are right; neither holds up the start. */
  start(approvals: Approvals): void
  stop(): Promise<void>
}

export interface HitlShOptions {
  readonly config: ReadyConfig
  readonly publicUrl: string
  readonly store: Store
  readonly log: Log
}

/** Undefined where HITL.sh isn't configured. */
export function createHitlSh({ config, publicUrl, store, log }: HitlShOptions): HitlSh | undefined {
  const { hitlSh, loops, callback } = config
  if (!hitlSh) return undefined
  const [key] = callback.keys
  if (key === undefined)
    throw new HoldpointError(
      'invalid_config',
      'hitlSh needs callback.keys: set at least one key of 24 characters or more.',
    )
  const report = createUsedUpReport(log)
  const allowance = createHitlShAllowance({ onChange: report.onChange })
  const client = createHitlShClient({ apiKey: hitlSh.apiKey, baseUrl: hitlSh.baseUrl, allowance })
  const channel = createHitlShChannel({
    client,
    loopFor: (loop) => loops[loop]?.hitlSh?.loopId,
    callbackUrlFor: (id) => `${publicUrl}/hitl/callback/${mintCallbackSecret(id, key)}`,
    inboxUrlFor: (id) => `${publicUrl}/approvals/${id}`,
    confirm: hitlSh.confirm,
    allowPartial: (loop) => loops[loop]?.hitlSh?.allowPartial ?? false,
    redactionFor: (loop) => loops[loop]?.hitlSh?.redact ?? {},
    priorityFor: (loop) => loops[loop]?.hitlSh?.priority ?? 'high',
    rules: (loop) => loops[loop]?.hitlSh?.rules ?? false,
    log,
  })
  const stopping = new AbortController()
  let checking: Promise<void> | undefined
  let poller: HitlShPoller | undefined

  return {
    channel,
    state: allowance.state,
    notice: () => report.notice(allowance.state()),
    start(approvals) {
      checking = checkHitlShAccess({ client, loops, log, signal: stopping.signal })
      if (hitlSh.pollMs === 0) return
      poller = createHitlShPoller({
        client,
        openAsks: () => listOpenAsks(store),
        hear: (id, answer) => approvals.answer(channel.name, id, answer, false),
        log,
        intervalMs: hitlSh.pollMs,
      })
      poller.start()
    },
    async stop() {
      stopping.abort()
      await Promise.all([checking, poller?.stop()])
    },
  }
}
