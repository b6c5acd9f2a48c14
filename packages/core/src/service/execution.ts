// The gateway as executor: commit the start, do it once, commit the outcome. It is never leased and never tried again:
// if this process dies in between, the run limit makes the outcome `unknown`.
import type { Approval } from '../domain/approval.ts'
import type { ExecuteEffect } from '../domain/effect.ts'
import { whereNotJson } from '../domain/json.ts'
import type { Clock, Execute, Ids } from '../ports.ts'
import { commitChange, type CommitContext } from './commit.ts'
import { heedSignal } from './heed-signal.ts'
import type { Judge } from './judging.ts'
import { loadApproval } from './loading.ts'
import { startCommand } from './starting.ts'

interface ExecutionOptions extends CommitContext {
  readonly clock: Clock
  readonly ids: Ids
  readonly execute: Execute
  readonly judge: Judge
  readonly signal: AbortSignal
}

export function createExecution(options: ExecutionOptions): (id: string, effect: ExecuteEffect) => Promise<void> {
  const { ids, log, clock } = options
  return async (id) => {
    const ticket = ids.random()
    const loaded = await loadApproval(options.store, id)
    const stopped = loaded.ok ? await options.judge.whyStopped(loaded.value) : undefined
    const started = await commitChange(options, {
      id,
      key: ticket,
      actor: 'gateway',
      via: 'gateway',
      command: startCommand('gateway', undefined, ticket, stopped),
    })
    // Lapsed, or another node was first. Only whoever's own ticket is in the record may run it.
    if (!started.ok || started.value.approval.ticket !== ticket) return
    const { outcome, detail } = await run(started.value.approval)
    const finished = await commitChange(options, {
      id,
      key: `${ticket}:finish`,
      actor: 'gateway',
      via: 'gateway',
      command: { type: 'finish', ticket, outcome, ...(detail !== undefined && { detail }) },
    })
    if (!finished.ok) log.warn(`outcome ${outcome} not recorded: ${finished.detail}`, { approval: id })
  }

  async function run(approval: Approval): ReturnType<Execute> {
    const limit = new AbortController()
    const cancelTimer = clock.after(approval.maxRunMs, () => limit.abort())
    const signal = AbortSignal.any([limit.signal, options.signal])
    try {
      const { outcome, detail } = await heedSignal(async () => options.execute(approval, signal), {
        signal,
        clock,
        lingerMs,
      })
      if (detail === undefined || whereNotJson(detail) === undefined)
        return { outcome, ...(detail !== undefined && { detail }) }
      log.warn('what the executor said of the outcome is not JSON, so it is not kept', { approval: approval.id })
      return { outcome }
    } catch (error) {
      log.error('executor failed', { approval: approval.id, error: String(error) })
      return { outcome: 'unknown' }
    } finally {
      cancelTimer()
    }
  }
}

/** How long an executor that is cut short has to say what came of it. */
const lingerMs = 1_000
