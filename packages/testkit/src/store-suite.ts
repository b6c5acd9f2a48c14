// The conformance suite of the `Store` seam. Whoever writes a store hands in their runner and a way to open it; every
// case runs against every store, and none can be switched off.
import { committingCases } from './store-suite/committing.ts'
import { creatingCases } from './store-suite/creating.ts'
import { dueCases } from './store-suite/due.ts'
import { keepingCases } from './store-suite/keeping.ts'
import { lastingCases } from './store-suite/lasting.ts'
import { listingCases } from './store-suite/listing.ts'
import { racingCases } from './store-suite/racing.ts'
import { removingCases } from './store-suite/removing.ts'
import { scaleCases } from './store-suite/scale.ts'
import type { OpenedStore, StoreCase } from './store-suite/store-case.ts'
import { turningCases } from './store-suite/turning.ts'

export interface StoreSuiteOptions {
  /** The test runner's own: vitest, node:test, mocha and jest all fit. */
  readonly describe: (name: string, define: () => void) => void
  readonly it: (name: string, run: () => Promise<void>) => void
  /** Called once for each case. */
  readonly open: () => Promise<OpenedStore>
}

const groups: Readonly<Record<string, (storeCase: StoreCase) => void>> = {
  creating: creatingCases,
  keeping: keepingCases,
  committing: committingCases,
  racing: racingCases,
  removing: removingCases,
  due: dueCases,
  listing: listingCases,
  turning: turningCases,
  lasting: lastingCases,
  scale: scaleCases,
}

/** With HOLDPOINT_SCALE=full in the environment the scale case keeps 100,000 records instead of 10,000. */
export function storeSuite({ describe, it, open }: StoreSuiteOptions): void {
  const storeCase: StoreCase = (name, run) => {
    it(name, async () => {
      const opened = await open()
      try {
        await run(opened)
      } finally {
        await opened.store.close()
        await opened.cleanup()
      }
    })
  }
  for (const [name, cases] of Object.entries(groups)) describe(name, () => cases(storeCase))
}
