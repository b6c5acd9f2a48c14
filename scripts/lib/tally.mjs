// Counts what a test run came to, and writes the one line that machines read: `N passed, N failed[, N skipped]`.

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

/** @param {Tally} tally */
export const tallyLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`

/**
 * The tally that the given line states, if it is such a line.
 * @param {string} line
 * @returns {Tally | undefined}
 */
export const parseTallyLine = (line) => {
  const match = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/.exec(line)
  return match ? { passed: Number(match[1]), failed: Number(match[2]), skipped: Number(match[3] ?? 0) } : undefined
}

/**
 * What a run of vitest came to. A file that failed without a failed test (it did not load, a hook threw) is a failure,
 * and so is an error that no test caught.
 * @param {readonly { state(): string, children: { allTests(): Iterable<{ result(): { state: string } }> } }[]} modules
 * @param {readonly unknown[]} unhandledErrors
 * @returns {Tally}
 */
export const tallyOf = (modules, unhandledErrors) => {
  const tally = { passed: 0, failed: unhandledErrors.length, skipped: 0 }
  for (const module of modules) {
    const states = [...module.children.allTests()].map((test) => test.result().state)
    for (const state of states) tally[state === 'passed' || state === 'failed' ? state : 'skipped'] += 1
    if (module.state() === 'failed' && !states.includes('failed')) tally.failed += 1
  }
  return tally
}

/** @param {Tally} tally whether it is a success: nothing failed and something ran */
export const isSuccess = ({ passed, failed }) => failed === 0 && passed > 0
