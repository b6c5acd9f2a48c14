// Whether this gateway can serve: its store answers, soon enough for whoever balances the load.
import type { Store } from '@holdpoint/core'
import type { Readiness } from '@holdpoint/core/http'

/** A probe gives up after a few seconds: what takes longer isn't ready. */
const patienceMs = 2_000

export async function readinessOf(store: Store, isStopping: () => boolean): Promise<Readiness> {
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
      ? { ready: true }
      : { ready: false, why: 'The store does not answer.' }
  } finally {
    clearTimeout(timer)
  }
}
