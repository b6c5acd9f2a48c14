// A vitest reporter that prints one plain line at the end, `N passed, N failed[, N skipped]`, beside any other reporter.
import { isSuccess, tallyLine, tallyOf } from './lib/tally.mjs'

// vitest takes reporters as default exports.
export default class PlainReporter {
  /**
   * @param {Parameters<typeof tallyOf>[0]} modules
   * @param {readonly unknown[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    const tally = tallyOf(modules, unhandledErrors)
    if (!isSuccess(tally)) process.exitCode = 1
    process.stdout.write(`\n${tallyLine(tally)}\n`)
  }
}
