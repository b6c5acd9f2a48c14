// Whether this gateway can serve: its store answers, soon enough for whoever balances the load.
import type { Store } from '@holdpoint/core'
import type { Readiness } from '@holdpoint/core/http'

/** A probe gives up after a few seconds: what takes longer isn't ready. */
const patienceMs = 2_000

export interface ReadinessOptions {
  readonly store: Store
  readonly isStopping: () => boolean
  /** A sentence while the last reload was refused: told, but what runs is whole, so it is ready. */
  readonly reloadRefused: () => string | undefined
}

export async function readinessOf({ store, isStopping, reloadRefused }: ReadinessOptions): Promise<Readiness> {
  if (isStopping()) return { ready: false, why: 'The gateway is stopping.' }
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), patienceMs)
  })
  const answered = store.read('approvals', 'readiness').then(
    () => true,
    () => false,
  )
  try {
    return (await Promise.race([answered, patience]))
      ? { ready: true, warnings: [reloadRefused() ?? []].flat() }
      : { ready: false, why: 'The store does not answer.' }
  } finally {
    clearTimeout(timer)
  }
}
