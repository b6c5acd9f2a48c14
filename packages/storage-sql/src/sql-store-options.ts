// What a host may set when it opens the store.

export interface SqlStoreOptions {
  /** How long a call waits for another process's write before it rejects as `unavailable`. 5,000 if absent. */
  readonly busyTimeoutMs?: number
  /**
   * Whether the file is read through for damage at opening; on if absent. It takes about a second per gigabyte. Only a
   * file that is checked otherwise should go without.
   */
  readonly checkAtOpen?: boolean
  /** Epoch ms, for tests. Absent: the wall clock at opening plus monotonic time since. */
  readonly now?: () => number
  /** Told of what an operator should know and nothing has to stop for: a wall clock that was set back. */
  readonly warn?: (message: string) => void
}
