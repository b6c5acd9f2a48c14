// How much is measured: all of it in minutes, or just enough in seconds to see that every benchmark works.
export interface Size {
  readonly roundMs: number
  readonly rounds: number
  /** Requests before an HTTP server is measured. */
  readonly warmUp: number
  readonly decisions: number
  readonly streams: number
  readonly pending: readonly number[]
}

export const full: Size = {
  roundMs: 1_000,
  rounds: 3,
  warmUp: 10_000,
  decisions: 300,
  streams: 1_000,
  pending: [10_000, 100_000],
}

export const smoke: Size = { roundMs: 50, rounds: 1, warmUp: 100, decisions: 5, streams: 20, pending: [500] }
