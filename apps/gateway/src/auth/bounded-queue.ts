// So many tasks at once, so many waiting, and no more: what is costly and can be asked for by anybody.

export interface BoundedQueue {
  /** Undefined: too many are waiting already, and this one was not taken. */
  run<T>(task: () => Promise<T>): Promise<T> | undefined
}

export function createBoundedQueue(options: { readonly atOnce: number; readonly maxWaiting: number }): BoundedQueue {
  const { atOnce, maxWaiting } = options
  const waiting: (() => void)[] = []
  let running = 0

  const next = () => {
    const start = running < atOnce ? waiting.shift() : undefined
    if (start === undefined) return
    running += 1
    start()
  }

  return {
    run(task) {
      if (running >= atOnce && waiting.length >= maxWaiting) return undefined
      const turn = new Promise<void>((resolve) => waiting.push(resolve))
      next()
      return turn.then(task).finally(() => {
        running -= 1
        next()
      })
    },
  }
}
