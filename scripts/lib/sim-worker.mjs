// Runs seeds of the simulation in a thread of its own, on the sources under `root` (the repository, or a mutated copy).
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'

/** @type {{ root: string, from: number, to: number, every: number, stopAtFirst: boolean, cells: boolean }} */
const { root, from, to, every, stopAtFirst, cells } = workerData
const url = (/** @type {string[]} */ ...path) => pathToFileURL(join(root, ...path)).href

const entries = new Map([
  ['@holdpoint/core', url('packages/core/src/index.ts')],
  ['@holdpoint/core/store', url('packages/core/src/store.ts')],
  ['@holdpoint/core/http', url('packages/core/src/http/index.ts')],
  ['@holdpoint/core/hitl-sh', url('packages/core/src/hitl-sh/index.ts')],
])
const machine = url('packages/core/src/domain/machine.ts')
const watched = new URL(`./sim-cells.mjs?machine=${encodeURIComponent(machine)}`, import.meta.url).href

registerHooks({
  resolve(specifier, context, next) {
    const entry = entries.get(specifier)
    if (entry !== undefined) return { url: entry, shortCircuit: true }
    const resolved = next(specifier, context)
    return cells && resolved.url === machine ? { url: watched, shortCircuit: true, format: 'module' } : resolved
  },
})

/** @type {typeof import('../../packages/testkit/src/simulation/index.ts')} */
const { simulate, tellStory } = await import(url('packages/testkit/src/simulation/index.ts'))

// The second argument is what to transfer: nothing.
const tell = (/** @type {object} */ message) => parentPort?.postMessage(message, [])

const sum = { seeds: 0, steps: 0, approvals: 0, runs: 0, gaveUp: 0 }
const reportEvery = 250
for (let seed = from; seed < to; seed += every) {
  const report = await simulate(seed)
  sum.seeds += 1
  sum.steps += report.steps
  sum.approvals += report.approvals
  sum.runs += report.runs
  sum.gaveUp += report.gaveUp
  const { violations, history } = report
  const [first] = violations
  if (first) tell({ type: 'violation', seed, violations, story: tellStory(history, first.approval) })
  if (sum.seeds % reportEvery === 0) tell({ type: 'progress', seeds: reportEvery })
  if (first && stopAtFirst) break
}
tell({ type: 'done', sum, cells: Reflect.get(globalThis, Symbol.for('holdpoint.sim.cells')) })
