// One attack as data: which way in it takes, what is changed there of a good request, and what has to be answered.

/** Each is a good request of its own, which a row spoils. `list` reads; `callback` is HITL.sh's; `guarded` a route of a host. */
export type Way =
  | 'create'
  | 'outbound'
  | 'list'
  | 'read'
  | 'decision'
  | 'decisions'
  | 'start'
  | 'finish'
  | 'cancel'
  | 'comments'
  | 'explain'
  | 'rules'
  | 'callback'
  | 'guarded'

export interface HostileInput {
  readonly method?: string
  /** As it is sent; `{id}` becomes the held approval's. */
  readonly target?: string
  /** In this order and as often as they stand here, in place of the good request's of the same name; null leaves one out. */
  readonly headers?: readonly (readonly [name: string, value: string | null])[]
  /** As it is sent; `{digest}` in text becomes the held approval's. */
  readonly body?: string | Uint8Array
}

export interface HostileRow {
  /** Unique. Begins with its class: `json: two documents: decision`. */
  readonly id: string
  readonly input: HostileInput
  readonly via: Way
  /** The status, and the code where it is a problem of Holdpoint's: `400 invalid_json`. `unserved`: anything but a 2xx. */
  readonly expect: string
}

/** The same input through many ways in. */
export const through = (
  id: string,
  ways: Partial<Readonly<Record<Way, string>>>,
  input: HostileInput,
): readonly HostileRow[] =>
  (Object.keys(ways) as Way[]).map((via) => ({ id: `${id}: ${via}`, input, via, expect: ways[via] ?? '' }))

/** One expectation for several ways. */
export const all = (ways: readonly Way[], expect: string): Partial<Record<Way, string>> =>
  Object.fromEntries(ways.map((way) => [way, expect]))

export const bodyWays: readonly Way[] = [
  'create',
  'outbound',
  'decision',
  'decisions',
  'start',
  'finish',
  'comments',
  'explain',
  'rules',
]
