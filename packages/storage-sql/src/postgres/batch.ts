// Calls that ask in the same turn of the event loop, or while as many groups as may be are under way, share one
// statement: one round trip, one transaction, one flush of the log.

export interface Batch<Q, A> {
  ask(question: Q): Promise<A>
}

export interface BatchOptions<Q, A> {
  /** Answers in the order of the questions. Where it rejects, all of them reject. */
  readonly run: (questions: readonly Q[]) => Promise<readonly A[]>
  readonly maxSize: number
  readonly maxUnderWay: number
  /** Whether a group has failed for what one of its questions holds: then each is asked alone, and only that one fails. */
  readonly isOfOne?: (error: unknown) => boolean
}

interface Waiting<Q, A> {
  readonly question: Q
  resolve(answer: A): void
  reject(error: unknown): void
}

export function createBatch<Q, A>(options: BatchOptions<Q, A>): Batch<Q, A> {
  const { run, maxSize, maxUnderWay, isOfOne = () => false } = options
  const waiting: Waiting<Q, A>[] = []
  let underWay = 0
  let scheduled = false

  const send = async (group: readonly Waiting<Q, A>[]): Promise<void> => {
    try {
      const answers = await run(group.map(({ question }) => question))
      for (const [n, { resolve, reject }] of group.entries()) {
        const answer = answers[n]
        if (answer === undefined) reject(new Error('a call was not answered'))
        else resolve(answer)
      }
    } catch (error) {
      if (group.length > 1 && isOfOne(error)) for (const one of group) await send([one])
      else for (const { reject } of group) reject(error)
    }
  }

  const flush = () => {
    scheduled = false
    while (waiting.length > 0 && underWay < maxUnderWay) {
      underWay += 1
      void send(waiting.splice(0, maxSize)).finally(() => {
        underWay -= 1
        schedule()
      })
    }
  }

  const schedule = () => {
    if (scheduled || waiting.length === 0 || underWay >= maxUnderWay) return
    scheduled = true
    setImmediate(flush)
  }

  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        waiting.push({ question, resolve, reject })
        schedule()
      }),
  }
}
