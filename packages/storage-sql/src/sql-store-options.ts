// What a host says about its SQLite: which file or database, and how it is opened.

/** What `drizzle()` of `drizzle-orm/better-sqlite3` returns; nothing else of it is used. */
export interface DrizzleOverSqlite {
  readonly $client: object
}

/** A file, made if absent; or a database that stays the host's to close, in which we keep tables `holdpoint_…`. */
export type SqliteSource = { readonly path: string } | { readonly database: DrizzleOverSqlite }

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
