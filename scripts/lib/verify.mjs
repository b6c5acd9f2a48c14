// The steps of `pnpm test` and `pnpm check`. After a good build every step runs, so that one run shows all that is wrong.
import { ensureChromium } from './chromium.mjs'
import { ensurePostgres } from './postgres.mjs'
import { build, install, run } from './run.mjs'
import { createSteps, report } from './steps.mjs'
import { isSuccess, parseTallyLine, tallyLine } from './tally.mjs'

/** @typedef {import('./tally.mjs').Tally} Tally */

const lint = () => run(['node', 'scripts/lint.mjs'], { failure: 'Lint found problems: see the messages above.' })

/** Tests and scripts; what is shipped was checked by the build. */
const typecheck = async () => {
  const failure = 'The type check found problems: see the messages above.'
  for (const project of ['tsconfig.test.json', 'scripts']) await run(['tsc', '-p', project], { failure })
}

/**
 * Runs every test in one vitest, printing as it goes, and keeps back its closing line.
 * @param {readonly string[]} args
 * @returns {Promise<Tally | undefined>} undefined if vitest never got to its end
 */
const runTests = async (args) => {
  /** @type {Tally | undefined} */
  let tally
  let rest = ''
  const print = (/** @type {string} */ line) => {
    const stated = parseTallyLine(line)
    if (stated) tally = stated
    else process.stdout.write(`${line}\n`)
  }
  const show = (/** @type {string} */ text) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    lines.forEach(print)
  }
  const command = ['vitest', 'run', '--reporter=default', '--reporter=./scripts/plain-reporter.mjs', ...args]
  try {
    await run(command, { failure: 'vitest failed', show })
  } catch {
    // An exit other than 0 is told by the tally; without failures in it, something broke outside the tests.
    if (tally && tally.failed === 0) tally = { ...tally, failed: 1 }
  }
  if (rest !== '') print(rest)
  return tally
}

/** @typedef {{ title: string, work: () => Promise<unknown> }} Step */

/**
 * Installs, builds, lints, type-checks and tests the workspace, then takes the `extra` steps. The last line printed is
 * `N passed, N failed[, N skipped]`, where a failed step counts as one failure; sets the exit code.
 * @param {{ testArgs?: readonly string[], extra?: readonly Step[] }} [options]
 */
export const verify = async ({ testArgs = [], extra = [] } = {}) => {
  const steps = createSteps(7 + extra.length)
  /** @type {Tally} */
  let tally = { passed: 0, failed: 0, skipped: 0 }
  let failedSteps = 0
  const attempt = async (/** @type {Step} */ { title, work }) => {
    try {
      await steps(title, async () => void (await work()))
      return true
    } catch (error) {
      report(error)
      failedSteps += 1
      return false
    }
  }
  const test = async () => {
    tally = (await runTests(testArgs)) ?? { ...tally, failed: 1 }
  }
  const ready =
    (await attempt({ title: 'Installing packages', work: install })) &&
    (await attempt({ title: 'Looking for Chromium, installing it if need be', work: ensureChromium })) &&
    (await attempt({ title: 'Looking for PostgreSQL, installing it if need be', work: ensurePostgres })) &&
    (await attempt({ title: 'Building', work: build }))
  if (ready) {
    await attempt({ title: 'Linting', work: lint })
    await attempt({ title: 'Checking types', work: typecheck })
    for (const step of extra) await attempt(step)
    await steps('Testing', test, { quiet: false })
  }
  const total = { ...tally, failed: tally.failed + failedSteps }
  if (!isSuccess(total)) process.exitCode = 1
  process.stdout.write(`\n${tallyLine(total)}\n`)
}
