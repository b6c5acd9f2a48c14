// The seeded simulation: `pnpm sim --seeds 10000 [--from 1]`, `pnpm sim --seed 7 --verbose`, `pnpm sim --mutants`.
import { parseArgs } from 'node:util'
import { root } from './lib/run.mjs'
import { listCells } from './lib/sim-coverage.mjs'
import { runMutants } from './lib/sim-mutate.mjs'
import { runSeeds } from './lib/sim-seeds.mjs'

const { values } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== '--'),
  options: {
    seeds: { type: 'string', default: '10000' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    verbose: { type: 'boolean', default: false },
    mutants: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    workers: { type: 'string', default: '2' },
    root: { type: 'string', default: root },
  },
})

/** A whole number, or the end of this process. */
const numberIn = (/** @type {string} */ name, /** @type {string} */ text) => {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number >= 0) return number
  console.error(`--${name} must be a whole number of 0 or more, not "${text}".`)
  process.exit(2)
}

const seconds = (/** @type {number} */ since) => ((performance.now() - since) / 1000).toFixed(1)
const workers = Math.max(1, numberIn('workers', values.workers))

async function simulateSeeds() {
  const one = values.seed === undefined ? undefined : numberIn('seed', values.seed)
  const from = one ?? numberIn('from', values.from)
  const count = one === undefined ? numberIn('seeds', values.seeds) : 1
  const begun = performance.now()
  let done = 0
  const onProgress = (/** @type {number} */ seeds) => {
    done += seeds
    if (done % 2500 === 0) console.log(`${done} of ${count} seeds, ${seconds(begun)} s`)
  }
  const { sum, failures, cells } = await runSeeds({ root: values.root, from, count, workers, cells: true, onProgress })
  for (const { seed, violations, story } of failures.slice(0, 10)) {
    console.log(`\nseed ${seed}:`)
    for (const { promise, approval, step, what } of violations)
      console.log(`  ${promise} at ${step}, ${approval}: ${what}`)
    for (const line of story.slice(values.verbose ? 0 : -12)) console.log(`  ${line}`)
  }
  if (values.verbose || one === undefined) for (const line of listCells(cells)) console.log(line)
  const broken = failures.reduce((all, { violations }) => all + violations.length, 0)
  if (sum.gaveUp > 0) console.log(`${sum.gaveUp} of ${sum.approvals} histories were too tangled to be put in order`)
  console.log(
    `simulation: ${sum.seeds} seeds, ${sum.steps} steps, ${sum.approvals} approvals, ${sum.runs} runs, ${broken} violations, ${seconds(begun)} s`,
  )
  if (failures.length > 0)
    console.log(
      `failing seeds: ${failures
        .map(({ seed }) => seed)
        .slice(0, 20)
        .join(', ')}`,
    )
  return failures.length === 0 && sum.seeds === count
}

async function simulateMutants() {
  const begun = performance.now()
  const { killed, of } = await runMutants({ root: values.root, workers, only: values.only, onLine: console.log })
  console.log(`${killed}/${of} mutants killed, ${seconds(begun)} s`)
  return killed === of
}

process.exitCode = (await (values.mutants ? simulateMutants() : simulateSeeds())) ? 0 : 1
