// What a host says about its PostgreSQL: where it is, and how we may use it.

/** What `drizzle()` of `drizzle-orm/node-postgres` returns over a `Pool`; nothing else of it is used. */
export interface DrizzleOverPostgres {
  readonly $client: object
}

/** `postgres://…`, which may hold a password and is never shown; or a database that stays the host's to close. */
export type PostgresSource = { readonly url: string } | { readonly database: DrizzleOverPostgres }

export interface PostgresStoreOptions {
  /** Where our tables are, made if absent; `holdpoint` by default. Lower case, as one writes it unquoted. */
  readonly schema?: string
  /** 10 if absent; with `url` only. Calls beyond it wait, and share what is sent next. */
  readonly maxConnections?: number
  /** How long one call may take, in ms, before it rejects as `unavailable`, its outcome unknown. 10,000 if absent. */
  readonly callTimeoutMs?: number
  /** How long opening tries to reach the server, in ms. 10,000 if absent; 0 tries once. */
  readonly openTimeoutMs?: number
  /** Behind pgbouncer in transaction mode or its like: nothing is then left in a session, nor expected there. */
  readonly transactionPooler?: boolean
  /** Told of what an operator should know and nothing has to stop for, such as an idle connection that was cut. */
  readonly warn?: (message: string) => void
}
