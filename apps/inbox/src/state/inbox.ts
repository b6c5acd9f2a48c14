// What is pending in the loops that the person may see, kept up to date by hints and, without them, by asking again.
import { listApprovals, readApproval } from '../api/approvals.ts'
import { watchEvents, type Hint } from '../api/events.ts'
import { toRow, type Row } from '../list/row.ts'
import type { Problem } from '../api/wire.ts'
import { createCell, type Cell } from './cell.ts'

export interface Loaded {
  readonly rows: ReadonlyMap<string, Row>
  /** The first page is there. */
  readonly isReady: boolean
  /** All pages are there. */
  readonly isWhole: boolean
  readonly problem?: Problem
}

export interface Inbox {
  readonly loaded: Cell<Loaded>
  /** Called with the id of every approval that changed, and with `undefined` when any may have. */
  onChange(listener: (id: string | undefined) => void): () => void
  /** Called with what is newly pending, never with what was there when the page was opened. */
  onArrival(listener: (row: Row) => void): () => void
  /** Takes what another part of the page has just read. */
  take(row: Row): void
  stop(): void
}

/** Sorting and drawing ten thousand rows for every page of a hundred would take longer than loading them. */
const publishMs = 200
const publishManyMs = 700
/** More hints than this at once are cheaper to list than to read one by one. */
const manyHints = 150
const readsAtOnce = 6
/** A stream that isn't open by then isn't waited for. */
const streamMs = 250
/** So many are listed again at most every half minute, where hints don't come. */
const manyRows = 1_000
const manyRowsMs = 30_000
/** How many that have ended are kept. */
const keptEnded = 300

export function createInbox(loops: readonly string[]): Inbox {
  const rows = new Map<string, Row>()
  const loaded = createCell<Loaded>({ rows, isReady: false, isWhole: false })
  const changeListeners = new Set<(id: string | undefined) => void>()
  const arrivalListeners = new Set<(row: Row) => void>()
  const stopped = new AbortController()
  const ended: string[] = []
  const hinted = new Map<string, number>()
  let listing = false
  let listAgain = false
  let reading = 0
  let listedAt = Number.NEGATIVE_INFINITY
  let publishing: ReturnType<typeof setTimeout> | undefined

  const publish = (more: Partial<Loaded> = {}) => {
    clearTimeout(publishing)
    publishing = undefined
    const { isReady, isWhole } = loaded.get()
    loaded.set({ isReady, isWhole, ...more, rows: new Map(rows) })
  }
  const publishSoon = () => (publishing ??= setTimeout(publish, rows.size > manyRows ? publishManyMs : publishMs))

  function put(row: Row): void {
    const known = rows.get(row.id)
    if (known && known.version > row.version) return
    if (!known && row.status !== 'pending') return
    rows.set(row.id, row)
    if (row.status !== 'pending') forgetLater(row.id)
    if (!known && loaded.get().isWhole) for (const listener of arrivalListeners) listener(row)
  }

  /** What has ended stays a while: a list that holds still for somebody shows what became of it. */
  function forgetLater(id: string): void {
    ended.push(id)
    if (ended.length > keptEnded) rows.delete(ended.shift() ?? '')
  }

  async function listAll(): Promise<void> {
    if (listing) return void (listAgain = true)
    listing = true
    listedAt = performance.now()
    do {
      listAgain = false
      await listOnce()
    } while (listAgain && !stopped.signal.aborted)
    listing = false
  }

  async function listOnce(): Promise<void> {
    const seen = new Set<string>()
    for (const loop of loops) {
      let cursor: string | undefined
      do {
        const query = { loop, status: 'pending', ...(cursor !== undefined && { cursor }) }
        const answer = await listApprovals(query, { signal: stopped.signal })
        if (stopped.signal.aborted) return
        if (!answer.ok) return publish({ isReady: true, problem: answer.problem })
        for (const approval of answer.value.items) {
          seen.add(approval.id)
          put(toRow(approval))
        }
        if (loaded.get().isReady) publishSoon()
        else publish({ isReady: true })
        cursor = answer.value.next
      } while (cursor !== undefined)
    }
    // What was pending and isn't listed any more has ended; how, only who reads it learns.
    const gone = [...rows.values()].filter(({ id, status }) => status === 'pending' && !seen.has(id))
    for (const { id } of gone) hinted.set(id, 0)
    publish({ isReady: true, isWhole: true })
    readHinted()
  }

  function readHinted(): void {
    while (reading < readsAtOnce) {
      const [next] = hinted
      if (!next || stopped.signal.aborted) return
      hinted.delete(next[0])
      reading += 1
      void readOne(next[0]).finally(() => {
        reading -= 1
        readHinted()
      })
    }
  }

  async function readOne(id: string): Promise<void> {
    const answer = await readApproval(id)
    if (stopped.signal.aborted) return
    if (answer.ok) put(toRow(answer.value))
    else if (answer.problem.status === 404) rows.delete(id)
    publishSoon()
  }

  function changed({ id, version, type }: Hint): void {
    if (!type.startsWith('approval.')) return
    for (const listener of changeListeners) listener(id)
    const known = rows.get(id)
    if (known && known.version >= version) return
    hinted.set(id, version)
    if (hinted.size > manyHints) {
      hinted.clear()
      void listAll()
    } else readHinted()
  }

  const reset = () => {
    clearTimeout(first)
    for (const listener of changeListeners) listener(undefined)
    if (rows.size < manyRows || performance.now() - listedAt > manyRowsMs) void listAll()
  }
  const unwatch = watchEvents({ changed, reset })
  // The stream asks for a list as soon as it is open, so that nothing is missed between the two; one is enough.
  const first = setTimeout(() => void listAll(), streamMs)

  return {
    loaded,
    onChange: (listener) => subscribe(changeListeners, listener),
    onArrival: (listener) => subscribe(arrivalListeners, listener),
    take(row) {
      put(row)
      publish()
    },
    stop() {
      stopped.abort()
      clearTimeout(publishing)
      clearTimeout(first)
      unwatch()
    },
  }
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
