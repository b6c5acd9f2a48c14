// Writes groups to the journal, one at a time, and starts a new journal when it is time to compact. It stops for good
// after a failed sync, and when another process has taken the store over.
import type { HoldpointError, RecordIndex, StoreClock } from '@holdpoint/core/store'
import { Draft } from './draft.ts'
import type { Header, Seal } from './entry.ts'
import { FailedAppend, Journal } from './journal.ts'
import { toLine } from './line.ts'
import { codeOf, unavailable } from './store-error.ts'
import type { Waiting } from './write-queue.ts'

export interface WriterParts {
  readonly folder: string
  readonly journal: Journal
  /** Of the journals between the snapshot and this one. */
  readonly seals: readonly Seal[]
  readonly index: RecordIndex
  readonly clock: StoreClock
  readonly headerOf: (kind: Header['holdpoint'], number: number) => Header
}

export class Writer {
  readonly #parts: WriterParts
  #journal: Journal
  #seals: readonly Seal[]
  #broken: HoldpointError | undefined
  #lost = false

  constructor(parts: WriterParts) {
    this.#parts = parts
    this.#journal = parts.journal
    this.#seals = parts.seals
  }

  get journal(): Journal {
    return this.#journal
  }

  /** Bytes in all journals since the snapshot. */
  get bytes(): number {
    return this.#seals.reduce((sum, seal) => sum + seal.bytes, this.#journal.bytes)
  }

  /** How many of them. */
  get journals(): number {
    return this.#seals.length + 1
  }

  /** Throws where what is in memory may no longer be what is so. */
  expectOwned(): void {
    if (this.#lost && this.#broken !== undefined) throw this.#broken
  }

  /** Answers or rejects everyone in the group. */
  async commit(group: readonly Waiting[]): Promise<void> {
    const draft = new Draft(this.#parts.index, this.#parts.clock.now)
    let answers: readonly (() => void)[] = []
    try {
      this.#expectWritable()
      answers = group.map((one) => judged(one, draft))
      if (draft.lines.length > 0) {
        await this.#journal.append(draft.lines, this.#parts.clock.now())
        // Only now: whoever takes the store over after this look will read what was appended before it.
        this.#expectWritable()
      }
    } catch (cause) {
      const error = this.#failed(cause)
      for (const { reject } of group) reject(error)
      return
    }
    draft.apply()
    for (const answer of answers) answer()
  }

  /** Goes on in a new journal; false when the disk won't have it and the old one goes on. Between two groups only. */
  async startNext(): Promise<boolean> {
    const { folder, clock, headerOf } = this.#parts
    const last = this.#journal
    let next: Journal | undefined
    try {
      this.#expectWritable()
      next = Journal.claim(folder, headerOf('journal', last.number + 1))
      this.#expectOwnNext(next)
      const seals = [...this.#seals, { number: last.number, bytes: last.bytes, chain: last.chain }]
      await next.append([toLine({ seal: seals })], clock.now())
      this.#journal = next
      this.#seals = seals
      last.end()
      return true
    } catch (cause) {
      try {
        next?.withdraw()
        // Still there: a number that we can't take back stands between the old journal and whoever reads it.
        if (last.lostBecause() !== undefined) this.#failed(cause)
      } catch (error) {
        this.#failed(error)
      }
      return false
    }
  }

  /** The journals before this number are no longer needed. */
  forgetBefore(number: number): void {
    this.#seals = this.#seals.filter((seal) => seal.number >= number)
  }

  /** Notes that the owner left in good order, if it still is the owner. Returns what kept it from doing so. */
  async close(): Promise<HoldpointError | undefined> {
    try {
      this.#expectWritable()
      await this.#journal.append([], this.#parts.clock.now(), true)
      return undefined
    } catch (cause) {
      return this.#failed(cause)
    } finally {
      this.#journal.end()
    }
  }

  #expectOwnNext(next: Journal | undefined): asserts next is Journal {
    if (next === undefined) throw this.#lose('another process has taken the store over')
  }

  #expectWritable(): void {
    if (this.#broken !== undefined) throw this.#broken
    const why = this.#journal.lostBecause()
    if (why !== undefined) throw this.#lose(why)
  }

  #lose(why: string): HoldpointError {
    this.#lost = true
    this.#broken = unavailable(`${this.#journal.path}: ${why}; this process reads and writes it no more.`)
    return this.#broken
  }

  #failed(cause: unknown): HoldpointError {
    if (this.#broken !== undefined) return this.#broken
    const { path } = this.#journal
    const code = cause instanceof FailedAppend ? codeOf(cause.cause) : codeOf(cause)
    if (cause instanceof FailedAppend && cause.passing)
      return unavailable(`${path}: there is no room to write (${code}). Make some; the next write tries again.`, cause)
    // The kernel takes pages that it failed to write for clean, so another sync could succeed and lie.
    this.#broken = unavailable(
      `${path}: a write or its sync failed (${code || String(cause)}), so nothing more is written. See to the disk and open the store again.`,
      cause,
    )
    return this.#broken
  }
}

/** A write that can't be judged fails alone. */
function judged(one: Waiting, draft: Draft): () => void {
  try {
    return one.judge(draft)
  } catch (error) {
    return () => one.reject(error)
  }
}
