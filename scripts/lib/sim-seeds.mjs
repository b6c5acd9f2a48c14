// Spreads seeds over worker threads and gathers what they saw.
import { Worker } from 'node:worker_threads'

/** @typedef {{ seed: number, violations: readonly import('../../packages/testkit/src/simulation/index.ts').Violation[], story: readonly string[] }} Failure */
/** @typedef {{ seeds: number, steps: number, approvals: number, runs: number, gaveUp: number }} Sum */

/**
 * Seeds `from` … `from + count - 1`.
 * @param {{ root: string, from: number, count: number, workers: number, stopAtFirst?: boolean, cells?: boolean, onProgress?: (seeds: number) => void }} options
 * @returns {Promise<{ sum: Sum, failures: Failure[], cells: Map<string, number> }>}
 */
export async function runSeeds({ root, from, count, workers, stopAtFirst = false, cells = false, onProgress }) {
  /** @type {Sum} */
  const sum = { seeds: 0, steps: 0, approvals: 0, runs: 0, gaveUp: 0 }
  /** @type {Failure[]} */
  const failures = []
  /** @type {Map<string, number>} */
  const seen = new Map()
  const run = (/** @type {number} */ offset) =>
    new Promise((resolve, reject) => {
      const workerData = { root, from: from + offset, to: from + count, every: workers, stopAtFirst, cells }
      const worker = new Worker(new URL('./sim-worker.mjs', import.meta.url), { workerData })
      worker.on('error', reject)
      worker.on('exit', resolve)
      worker.on('message', (message) => {
        if (message.type === 'progress') onProgress?.(message.seeds)
        if (message.type === 'violation') failures.push(message)
        if (message.type !== 'done') return
        for (const key of /** @type {(keyof Sum)[]} */ (Object.keys(sum))) sum[key] += message.sum[key]
        for (const [cell, times] of message.cells ?? []) seen.set(cell, (seen.get(cell) ?? 0) + times)
      })
    })
  await Promise.all(Array.from({ length: Math.min(workers, count) }, (_, offset) => run(offset)))
  failures.sort((a, b) => a.seed - b.seed)
  return { sum, failures, cells: seen }
}
