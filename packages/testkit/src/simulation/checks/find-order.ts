// Whether calls that overlapped in time can be put in one order that a sequential model allows (Wing and Gong, with
// the memory of Lowe): the definition of linearizable.
export interface Operation<I, O> {
  readonly input: I
  /** Absent where no certain answer came: it may have happened at any time from then on, or never. */
  readonly output?: O | undefined
  readonly from: number
  /** `Infinity` where no certain answer came. */
  readonly to: number
}

export interface Model<S, I, O> {
  readonly initial: S
  /** The states after it, where the model allows that answer; none where it doesn't. */
  step(state: S, input: I, output: O | undefined): readonly S[]
  /** Equal states have equal keys. */
  key(state: S): string
}

/** `unordered` holds the longest beginning that could be ordered; `gave-up` after `maxLooks` states. */
export type Order<I, O> =
  | { readonly found: 'order' }
  | { readonly found: 'gave-up' }
  | { readonly found: 'none'; readonly stuckAt: readonly Operation<I, O>[] }

export function findOrder<S, I, O>(
  unsorted: readonly Operation<I, O>[],
  model: Model<S, I, O>,
  maxLooks = 20_000,
): Order<I, O> {
  const operations = unsorted.toSorted((a, b) => a.from - b.from)
  const seen = new Set<string>()
  const done = new Uint8Array(operations.length)
  let mustStill = operations.filter(({ to }) => to !== Infinity).length
  let looks = 0
  let deepest = Infinity
  let stuckAt: readonly Operation<I, O>[] = []

  const search = (state: S): 'order' | 'gave-up' | 'none' => {
    if (mustStill === 0) return 'order'
    if (++looks > maxLooks) return 'gave-up'
    const key = `${done.join('')}|${model.key(state)}`
    if (seen.has(key)) return 'none'
    seen.add(key)
    // Whatever began after another one had ended comes after it.
    const firstEnd = operations.reduce((end, { to }, n) => (done[n] ? end : Math.min(end, to)), Infinity)
    for (const [n, operation] of operations.entries()) {
      if (operation.from > firstEnd) break
      if (done[n]) continue
      const states = model.step(state, operation.input, operation.output)
      if (states.length === 0) continue
      const counts = operation.to === Infinity ? 0 : 1
      done[n] = 1
      mustStill -= counts
      for (const next of states) {
        const found = search(next)
        if (found !== 'none') return found
      }
      done[n] = 0
      mustStill += counts
    }
    if (mustStill < deepest) {
      deepest = mustStill
      stuckAt = operations.filter((_, n) => !done[n])
    }
    return 'none'
  }

  const found = search(model.initial)
  return found === 'none' ? { found, stuckAt } : { found }
}
