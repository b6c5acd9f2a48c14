// Numbered steps with the time each took, so that nobody looks at a silent terminal. Runs on Node 18, before installing.

/** A step that failed, in one sentence for the person at the terminal; `output` is what the tool said, if it did. */
export class StepError extends Error {
  /**
   * @param {string} message
   * @param {string} [output]
   */
  constructor(message, output = '') {
    super(message)
    this.output = output
  }
}

/** @param {number} sinceMs */
const elapsed = (sinceMs) => {
  const seconds = (Date.now() - sinceMs) / 1000
  return seconds < 10 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`
}

/**
 * Counts `total` steps on `out`. A `quiet` step prints one line that ends with its time; a step that is not quiet may
 * print in between, so its time gets a line of its own.
 * @param {number} total
 * @param {NodeJS.WriteStream} [out]
 */
export const createSteps = (total, out = process.stdout) => {
  let number = 0

  /** @param {string} title @param {string} label @param {() => Promise<void>} work */
  const quietly = async (title, label, work) => {
    const startedAt = Date.now()
    out.write(`${label} ${title} …`)
    const redraw = () => out.write(`\r${label} ${title} … ${elapsed(startedAt)} `)
    const timer = out.isTTY ? setInterval(redraw, 1000) : undefined
    const finish = (/** @type {string} */ note) =>
      out.write(out.isTTY ? `\r${label} ${title} … ${note}   \n` : ` ${note}\n`)
    try {
      await work()
      finish(elapsed(startedAt))
    } catch (error) {
      finish(`failed after ${elapsed(startedAt)}`)
      throw error
    } finally {
      clearInterval(timer)
    }
  }

  /** @param {string} title @param {string} label @param {() => Promise<void>} work */
  const loudly = async (title, label, work) => {
    const startedAt = Date.now()
    out.write(`${label} ${title} …\n`)
    try {
      await work()
      out.write(`${label} ${title}: ${elapsed(startedAt)}\n`)
    } catch (error) {
      out.write(`${label} ${title}: failed after ${elapsed(startedAt)}\n`)
      throw error
    }
  }

  /** @param {string} title @param {() => Promise<void>} work @param {{ quiet?: boolean }} [options] */
  return async (title, work, { quiet = true } = {}) => {
    number += 1
    await (quiet ? quietly : loudly)(title, `[${number}/${total}]`, work)
  }
}

/**
 * Prints what a failed tool said and then the one sentence that matters, to standard error.
 * @param {unknown} error
 */
export const report = (error) => {
  if (error instanceof StepError) {
    if (error.output !== '') process.stderr.write(`${error.output.trimEnd()}\n`)
    process.stderr.write(`${error.message}\n`)
  } else {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  }
}
