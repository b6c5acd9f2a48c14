// Callbacks that are authentic and strange: kept, listed, and dealt with by a human. Settling one is that human's own
// decision on the approval, judged like any other; nothing in a kept body ever decides.
import { sha256Of } from '../domain/action.ts'
import { ok, refuse, type Result } from '../domain/errors.ts'
import { authorize, mayUseLoop, type Principal } from '../domain/principal.ts'
import type { QuarantinedCallback, QuarantineStatus } from '../domain/quarantine.ts'
import { fromQuarantineRecord, quarantineCollection, toQuarantineRecord, type Settlement } from '../parse/quarantine.ts'
import type { Cursor, Log, Store } from '../ports.ts'
import type { Approvals } from './approvals.ts'
import type { ApprovalResult } from './commit.ts'
import { failClosed } from './fail-closed.ts'
import { loadApproval } from './loading.ts'
import { resolveLoop } from './resolve-loop.ts'
import type { Settings } from './settings.ts'

export interface QuarantineOptions {
  readonly store: Store
  readonly log: Log
  readonly settings: () => Settings
  readonly approvals: Pick<Approvals, 'decide'>
}

export interface QuarantineFilter {
  readonly loop?: string
  readonly status?: QuarantineStatus
  /** 1…100. */
  readonly limit: number
  readonly after?: Cursor
}

export interface Quarantine {
  /** Keeps one, while its approval is there. The same again, and more than 20 for one approval, are not kept. */
  keep(strange: { approval: string; channel: string; reason: string; bytes: Uint8Array }): Promise<void>
  /** Of one loop, newest first. Takes the scope `decide`. */
  list(
    principal: Principal,
    filter: QuarantineFilter,
  ): Promise<Result<{ readonly items: readonly QuarantinedCallback[]; readonly next?: Cursor }>>
  get(principal: Principal, id: string): Promise<Result<QuarantinedCallback>>
  /** Decides the approval as this principal, then closes it. Refuses what `decide` refuses, and `already_settled`. */
  settle(principal: Principal, id: string, settlement: Settlement): Promise<ApprovalResult<QuarantinedCallback>>
  /** Closes it and decides nothing. */
  dismiss(principal: Principal, id: string, reason?: string): Promise<Result<QuarantinedCallback>>
}

/** A provider that sends more strange bodies for one approval is not making sense. */
const maxForOne = 20
const maxAttempts = 20

const noSuch = refuse('not_found', 'There is no such callback in quarantine.')

export function createQuarantine(given: QuarantineOptions): Quarantine {
  const { log, settings, approvals } = given
  const store = failClosed(given.store)

  /** Whoever may decide the approval may deal with it. Where that is gone, whoever may decide in its loop. */
  async function find(principal: Principal, id: string): Promise<Result<{ item: QuarantinedCallback; rev: number }>> {
    const record = /^[\x21-\x7e]{1,256}$/.test(id) ? await store.read(quarantineCollection, id) : undefined
    if (!record) return noSuch
    const item = fromQuarantineRecord(record)
    if (!item)
      return refuse('unreadable_record', 'The quarantined callback was kept in a form that this version does not know.')
    if (!mayUseLoop(principal, item.loop)) return noSuch
    const loaded = await loadApproval(store, item.approval)
    if (!loaded.ok && loaded.code !== 'not_found') return loaded
    const allowed = loaded.ok ? authorize(principal, 'decide', loaded.value) : mayDecide(principal)
    return allowed.ok ? ok({ item, rev: record.rev }) : allowed
  }

  type Closing = Pick<QuarantinedCallback, 'verdict' | 'note'> & { readonly status: 'settled' | 'dismissed' }

  async function close(principal: Principal, id: string, closing: Closing): Promise<Result<QuarantinedCallback>> {
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const found = await find(principal, id)
      if (!found.ok) return found
      const { item, rev } = found.value
      if (item.status !== 'open') return whenClosed(item, closing.status)
      const closed = { ...item, ...closing, closedBy: principal.id, closedAt: await store.now() }
      if ((await store.commit(toQuarantineRecord(closed, rev + 1), rev)) === 'won') return ok(closed)
    }
    return refuse('contention', 'Too many at once deal with this callback; nothing changed.')
  }

  return {
    async keep({ approval, channel, reason, bytes }) {
      const text = new TextDecoder().decode(bytes).toWellFormed()
      const loaded = await loadApproval(store, approval)
      if (!loaded.ok && loaded.code === 'not_found') return
      const item: QuarantinedCallback = {
        id: `${approval}.${sha256Of(text).slice(-32)}`,
        status: 'open',
        approval,
        loop: loaded.ok ? loaded.value.loop : '',
        channel,
        reason,
        receivedAt: await store.now(),
        text,
      }
      const facets = [undefined, undefined, approval, undefined] as const
      const verdict = await store.create(toQuarantineRecord(item, 1), { facets, max: maxForOne })
      log.warn('callback quarantined', { approval, channel, reason, quarantine: item.id, kept: verdict })
    },

    async list(principal, { loop, status, limit, after }) {
      const resolved = resolveLoop(principal, loop, (name) => Object.hasOwn(settings().loops, name))
      const allowed = resolved.ok ? mayDecide(principal) : resolved
      if (!resolved.ok || !allowed.ok) return allowed.ok ? noSuch : allowed
      const page = await store.list(quarantineCollection, {
        facets: [status, resolved.value, undefined, undefined],
        limit,
        direction: 'descending',
        now: await store.now(),
        ...(after && { after }),
      })
      const items = page.items.flatMap((record) => fromQuarantineRecord(record) ?? [])
      return ok({ items, ...(page.next && { next: page.next }) })
    },

    async get(principal, id) {
      const found = await find(principal, id)
      return found.ok ? ok(found.value.item) : found
    },

    async settle(principal, id, { verdict, digest, reason }) {
      const found = await find(principal, id)
      if (!found.ok) return found
      const { item } = found.value
      if (item.status !== 'open') return whenClosed(item, 'settled', verdict)
      const why = reason === undefined ? {} : { reason }
      // The decision first: a crash between the two leaves it open, and settling it again gets the same answer.
      const decided = await approvals.decide(principal, item.approval, { verdict, digest, ...why })
      if (!decided.ok) return decided
      const note = reason === undefined ? {} : { note: reason }
      return close(principal, id, { status: 'settled', verdict, ...note })
    },

    dismiss: (principal, id, reason) =>
      close(principal, id, { status: 'dismissed', ...(reason !== undefined && { note: reason }) }),
  }
}

/** The same again gets the same answer; another one is told how it was dealt with. */
function whenClosed(
  item: QuarantinedCallback,
  wanted: QuarantineStatus,
  verdict = item.verdict,
): Result<QuarantinedCallback> {
  if (item.status === wanted && item.verdict === verdict) return ok(item)
  return refuse('already_settled', `This callback was ${item.status} before, by ${item.closedBy ?? 'somebody'}.`)
}

const mayDecide = (principal: Principal): Result<true> =>
  principal.scopes.includes('decide')
    ? ok(true)
    : refuse('forbidden', 'Quarantined callbacks take a credential with the scope "decide".')
