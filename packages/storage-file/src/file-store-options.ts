// What a host may set when it opens the store.

export interface FileStoreOptions {
  /** The journals are compacted to a snapshot when they have grown by this much, and at least by its size; 16 MiB if absent. */
  readonly compactAtBytes?: number
  /** Epoch ms, for tests. Absent: the wall clock at opening plus monotonic time since. */
  readonly now?: () => number
  /** Told of what an operator should know and nothing has to stop for: a torn end that was cut off, a clock that was set. */
  readonly warn?: (message: string) => void
}
