// What a host says about hints between nodes.

export interface PostgresWakeOptions {
  /** As given to the store: nodes on one schema hear each other. `holdpoint` by default. */
  readonly schema?: string
  /** How often the connection proves that it still hears, in ms. 5,000 if absent. */
  readonly heartbeatMs?: number
  /** How long connecting, or a proof, may take, in ms. 5,000 if absent. */
  readonly timeoutMs?: number
  /** How often those who wait look without a hint, in ms. 5,000 if absent. */
  readonly pollMs?: number
  /** Told when hints can't be heard; outcomes don't depend on them. */
  readonly warn?: (message: string) => void
}
