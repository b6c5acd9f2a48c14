// The conformance suite of an adapter: what every binding of Holdpoint to a server owes, over real sockets. Whoever
// writes an adapter hands in their runner, a way to serve an app, and a store; no case can be switched off.
import type { Store } from '@holdpoint/core/store'
import type { AdapterCase, ServeApp } from './adapter-suite/adapter-case.ts'
import { createStage } from './adapter-suite/adapter-case.ts'
import { answerCases } from './adapter-suite/answers.ts'
import { bodyCases } from './adapter-suite/bodies.ts'
import { endingCases } from './adapter-suite/endings.ts'
import { failingCases } from './adapter-suite/failing.ts'
import { guardCases } from './adapter-suite/guarding.ts'
import { leavingCases } from './adapter-suite/leaving.ts'
import { passingOnCases } from './adapter-suite/passing-on.ts'
import { pathCases } from './adapter-suite/paths.ts'
import { repeatingCases } from './adapter-suite/repeating.ts'
import { requestCases } from './adapter-suite/requests.ts'

export interface AdapterSuiteOptions {
  /** The test runner's own: vitest, node:test, mocha and jest all fit. */
  readonly describe: (name: string, define: () => void) => void
  readonly it: (name: string, run: () => Promise<void>) => void
  /** Serves an app by the adapter; called several times in a case. */
  readonly serve: ServeApp
  /** A fresh, empty store for approvals; the suite closes it. */
  readonly store: () => Store | Promise<Store>
}

const groups: Readonly<Record<string, (adapterCase: AdapterCase) => void>> = {
  'the request': requestCases,
  'the body': bodyCases,
  'the answer': answerCases,
  'a client that leaves': leavingCases,
  'what fails': failingCases,
  'what goes on to the host': passingOnCases,
  'a guarded route': guardCases,
  'a repeated request': repeatingCases,
  'how a guarded call ends': endingCases,
  paths: pathCases,
}

/** With HOLDPOINT_SCALE=full in the environment the paths case tries 100,000 of them instead of 5,000. */
export function adapterSuite({ describe, it, serve, store }: AdapterSuiteOptions): void {
  const adapterCase: AdapterCase = (name, run) => {
    it(name, async () => {
      const stage = createStage(serve, store)
      try {
        await run(stage)
      } finally {
        await stage.end()
      }
    })
  }
  for (const [name, cases] of Object.entries(groups)) describe(name, () => cases(adapterCase))
}
