// What the service needs from outside, as interfaces only. Stores, clocks and logs are handed in; nothing here runs.
import type { Approval, RunOutcome } from './domain/approval.ts'
import type { CommandDraft } from './domain/command.ts'
import type { AskEffect, ConfirmEffect, HookEffect, OutboxEntry, SettleEffect } from './domain/effect.ts'
import type { Result } from './domain/errors.ts'
import type { Json } from './domain/json.ts'

/** Four short strings that lists filter by; each collection says what they mean. Approvals: status, loop, kind, requester. */
export type Facets = readonly [string, string, string, string]

/** What a store keeps. It knows nothing of approvals: only this. */
export interface StoreRecord {
  readonly collection: string
  readonly id: string
  /** Counts the writes; 1 when created, `expectedRev + 1` in a commit. Not the domain's version. */
  readonly rev: number
  /** The form of `body`; readers refuse one they don't know. */
  readonly schema: number
  /** Epoch ms at which the pump should look at it; `null` for never. */
  readonly dueAt: number | null
  /** Orders lists, compared as text; ASCII. */
  readonly sortKey: string
  readonly facets: Facets
  /** From `at` on (epoch ms), lists and caps read the first facet as `to`: an overdue pending one counts as expired. */
  readonly turn: { readonly at: number; readonly to: string } | null
  /** Canonical JSON text; kept byte for byte. */
  readonly body: string
  readonly outbox: readonly OutboxEntry[]
}

/** At most `max` records of the collection whose facets equal the given ones (`undefined` matches any), as of the store's clock. */
export interface Cap {
  readonly facets: FacetFilter
  readonly max: number
}

export type FacetFilter = readonly [string | undefined, string | undefined, string | undefined, string | undefined]

/** The place of a record in a list: the next page begins after it. */
export interface Cursor {
  readonly sortKey: string
  readonly id: string
}

export interface ListQuery {
  readonly facets: FacetFilter
  /** 1…100. */
  readonly limit: number
  readonly direction: 'ascending' | 'descending'
  readonly after?: Cursor
  /** Epoch ms: as of when `turn` is judged. */
  readonly now: number
}

export interface Page {
  readonly items: readonly StoreRecord[]
  /** Absent on the last page. */
  readonly next?: Cursor
}

/** One small interface for every backend. There are no transactions in it: one record, one compare-and-set. */
export interface Store {
  /** Inserts if absent. 'created' is durable; 'exists' and 'full' changed nothing. The cap is judged in the insert. */
  create(record: StoreRecord, cap?: Cap): Promise<'created' | 'exists' | 'full'>
  read(collection: string, id: string): Promise<StoreRecord | undefined>
  /**
   * Replaces the record if its stored `rev` still equals `expectedRev` and, where `before` is given, the store's clock
   * is before it. 'won' means this caller won, durably. 'stale' and 'late' changed nothing. Rejects only on I/O
   * failure, and then the outcome is unknown: read again.
   */
  commit(next: StoreRecord, expectedRev: number, before?: number): Promise<'won' | 'stale' | 'late'>
  list(collection: string, query: ListQuery): Promise<Page>
  /** Removes it if its `rev` still equals `expectedRev`; true if this call removed it. */
  remove(collection: string, id: string, expectedRev: number): Promise<boolean>
  /** Ids whose `dueAt` ≤ `now`, earliest first (equal times by id), at most `limit`. */
  due(collection: string, now: number, limit: number): Promise<readonly string[]>
  /** The collections that have a record, ascending: for those who move or check a whole store. May read all of it. */
  collections(): Promise<readonly string[]>
  /** The store's clock, epoch ms: the only clock that judges. */
  now(): Promise<number>
  /** Waits for work in flight; later calls reject. */
  close(): Promise<void>
}

/** Timers of this process: hints, never judges. Delays of any length are safe, unlike `setTimeout`'s. */
export interface Clock {
  /** Runs `task` once after about `delayMs` (≥ 0); the returned function cancels it. */
  after(delayMs: number, task: () => void): () => void
}

/** Fresh, unguessable names. */
export interface Ids {
  /** At least 128 random bits, as lower-case hex. */
  random(): string
}

/** A hint that a record changed. Losing one costs latency up to the poll interval, never an outcome. */
export interface Wake {
  notify(id: string): void
  /**
   * Returns the function that ends the subscription. `missed` is called when hints may have been lost, as after a
   * connection was cut: whoever waits for something looks again.
   */
  subscribe(listener: (id: string) => void, missed?: () => void): () => void
  /** How often to look without a hint, in ms; absent where none can be lost. */
  readonly pollMs?: number
}

export type LogFields = Readonly<Record<string, Json | undefined>>

/** Structured log. Never handed a secret, nor the content of an action. */
export interface Log {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
}

/** What became of one delivery. A command that comes back is committed together with the acknowledgement. */
export type Delivery =
  | { readonly then: 'delivered'; readonly command?: CommandDraft }
  | { readonly then: 'retry'; readonly afterMs: number; readonly reason: string }
  | { readonly then: 'give-up'; readonly reason: string; readonly command?: CommandDraft }

/** Passed to every delivery. A redelivery has the same effect id and a higher `attempt` (1 is the first). */
export interface Attempt {
  readonly attempt: number
  readonly signal: AbortSignal
}

/**
 * An outside place where reviewers are asked. It does I/O and never touches the store: what it learns comes back as a
 * command. A rejected promise counts as a retry.
 */
export interface Channel {
  readonly name: string
  ask(effect: AskEffect, approval: Approval, attempt: Attempt): Promise<Delivery>
  settle(effect: SettleEffect, approval: Approval, attempt: Attempt): Promise<Delivery>
  confirm(effect: ConfirmEffect, approval: Approval, attempt: Attempt): Promise<Delivery>
}

/** Posts changes of status to the `callbackUrl` of approvals. It does I/O and never touches the store. */
export interface Hooks {
  /** Whether approvals may be posted there. Refuses with `invalid_request`. Judged again when it connects. */
  judge(url: string): Result<true>
  /** Its message has the effect's id, also when it is sent again. A rejected promise counts as a retry. */
  deliver(effect: HookEffect, approval: Approval, attempt: Attempt): Promise<Delivery>
}

/** Runs an approved action as the gateway, once. A rejected promise counts as `unknown`. */
export interface Execute {
  (approval: Approval, signal: AbortSignal): Promise<{ readonly outcome: RunOutcome; readonly detail?: Json }>
}
