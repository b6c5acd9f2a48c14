// One time limit over a piece of work of several steps, together with the caller's own signal.

export interface Deadline {
  /** Aborts at the time limit, or when the caller's signal does. */
  readonly signal: AbortSignal
  /** Whether the time limit was what ended it. */
  passed(): boolean
  /** Drops timer and listener; call it in a `finally`. */
  end(): void
}

/** `timeoutMs`: 1…2,147,483,647. */
export function createDeadline(timeoutMs: number, signal?: AbortSignal): Deadline {
  const controller = new AbortController()
  let passed = false
  const onAbort = () => controller.abort()
  const timer = setTimeout(() => {
    passed = true
    controller.abort()
  }, timeoutMs)
  if (signal?.aborted) onAbort()
  else signal?.addEventListener('abort', onAbort, { once: true })
  return {
    signal: controller.signal,
    passed: () => passed,
    end() {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    },
  }
}
