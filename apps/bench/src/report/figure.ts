// One line of the report. A figure without its floor says little on another machine, so floors come with it.
export interface Figure {
  readonly what: string
  readonly value: number
  readonly unit: '/s' | 'µs' | 'ms' | 'KB' | 'MB/s'
  /** What the least that could do as much took, measured in the same run. */
  readonly floor?: number
  /** To the floor: 1 is as fast as it. */
  readonly ratio?: number
  readonly goal?: string
}

export interface Section {
  readonly title: string
  readonly figures: readonly Figure[]
}

export interface Report {
  /** In general words: no names of hosts. */
  readonly machine: string
  readonly node: string
  /** A date, as in 2026-01-31. */
  readonly measuredOn: string
  readonly sections: readonly Section[]
}
