// The gateway as executor: commit the start, do it once, commit the outcome. It is never leased and never tried again:
// if this process dies in between, the run limit makes the outcome `unknown`.
import type { ExecuteEffect } from '../domain/effect.ts'
import type { Clock, Execute, Ids } from '../ports.ts'
import { commitChange, type CommitContext } from './commit.ts'

interface ExecutionOptions extends CommitContext {
  readonly clock: Clock
  readonly ids: Ids
  readonly execute: Execute
  readonly signal: AbortSignal
}

export function createExecution(options: ExecutionOptions): (id: string, effect: ExecuteEffect) => Promise<void> {
  const { ids, log, clock } = options
  return async (id) => {
    const ticket = ids.random()
    const started = await commitChange(options, {
      id,
      key: ticket,
      actor: 'gateway',
      command: (approval) => ({ type: 'start', digest: approval.digest, by: 'gateway', ticket }),
    })
    // Lapsed, or another node was first. Only whoever's own ticket is in the record may run it.
    if (!started.ok || started.value.approval.ticket !== ticket) return
    const { approval } = started.value
    const limit = new AbortController()
    const cancelTimer = clock.after(approval.maxRunMs, () => limit.abort())
    const result = await options
      .execute(approval, AbortSignal.any([limit.signal, options.signal]))
      .catch((error: unknown) => {
        log.error('executor failed', { approval: id, error: String(error) })
        return { outcome: 'unknown' as const, detail: undefined }
      })
      .finally(cancelTimer)
    const { outcome, detail } = result
    const finished = await commitChange(options, {
      id,
      key: `${ticket}:finish`,
      actor: 'gateway',
      command: { type: 'finish', ticket, outcome, ...(detail !== undefined && { detail }) },
    })
    if (!finished.ok) log.warn(`outcome ${outcome} not recorded: ${finished.detail}`, { approval: id })
  }
}
