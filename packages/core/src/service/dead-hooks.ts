// Messages to callback URLs that no receiver took: kept, listed, and sent again when somebody says so.
import { canonicalJson } from '../domain/action.ts'
import type { Approval, Status } from '../domain/approval.ts'
import type { HookEffect } from '../domain/effect.ts'
import { errorTable, ok, refuse, type Result } from '../domain/errors.ts'
import type { Json } from '../domain/json.ts'
import { mayUseLoop, type Principal } from '../domain/principal.ts'
import type { Cursor, Store, StoreRecord, Wake, Log } from '../ports.ts'
import { commitChange } from './commit.ts'
import { resolveLoop } from './resolve-loop.ts'

export interface DeadHook {
  /** The effect's id, which is the `webhook-id` of every attempt. */
  readonly id: string
  readonly approval: string
  readonly loop: string
  readonly url: string
  /** The status that it tells. */
  readonly status: Status
  readonly reason: string
  /** Epoch ms at which the last attempt failed. */
  readonly at: number
}

export interface DeadHookFilter {
  readonly loop?: string
  /** 1…100. */
  readonly limit: number
  readonly after?: Cursor
}

export interface DeadHooks {
  /** Inserts it if absent. */
  keep(effect: HookEffect, approval: Approval, reason: string): Promise<void>
  /** Newest first. Refuses with `forbidden` without the scope `admin`, and `not_found` (the loop). */
  list(principal: Principal, filter: DeadHookFilter): Promise<Result<{ items: readonly DeadHook[]; next?: Cursor }>>
  /** Puts it back to be sent, with the same id and a new ladder. Refuses with `forbidden` and `not_found`. */
  redrive(principal: Principal, id: string): Promise<Result<DeadHook>>
}

interface Context {
  readonly store: Store
  readonly wake: Wake
  readonly log: Log
  readonly settings: () => { readonly loops: Readonly<Record<string, unknown>> }
}

export const deadHooksCollection = 'dead-hooks'
const collection = deadHooksCollection
const schema = 1
const notFound = refuse('not_found', 'There is no such message.')

interface Kept {
  readonly hook: DeadHook
  readonly effect: HookEffect
}

export function createDeadHooks(context: Context): DeadHooks {
  const { store, settings } = context
  return {
    async keep(effect, approval, reason) {
      await store.create(toRecord(effect, approval, reason, await store.now()))
    },

    async list(principal, { loop: named, limit, after }) {
      const loop = resolveLoop(principal, named, (name) => Object.hasOwn(settings().loops, name))
      if (!loop.ok) return loop
      if (!principal.scopes.includes('admin')) return refuse('forbidden', errorTable.forbidden.meaning)
      const page = await store.list(collection, {
        facets: ['dead', loop.value, undefined, undefined],
        limit,
        direction: 'descending',
        now: await store.now(),
        ...(after && { after }),
      })
      const items = page.items.flatMap((record) => fromRecord(record)?.hook ?? [])
      return ok({ items, ...(page.next && { next: page.next }) })
    },

    async redrive(principal, id) {
      const record = /^[\x21-\x7e]{1,256}$/.test(id) ? await store.read(collection, id) : undefined
      const kept = record && fromRecord(record)
      if (!record || !kept || !mayUseLoop(principal, kept.hook.loop)) return notFound
      if (!principal.scopes.includes('admin')) return refuse('forbidden', errorTable.forbidden.meaning)
      const { hook, effect } = kept
      const dueAt = await store.now()
      // First put back, then removed: a crash between sends it once more, under the same id.
      const back = await commitChange(context, {
        id: hook.approval,
        key: `redrive:${id}`,
        actor: principal.id,
        via: principal.via,
        outbox: (entries) =>
          entries.some((entry) => entry.effect.id === id) ? entries : [...entries, { effect, dueAt, attempts: 0 }],
      })
      if (!back.ok) return back
      await store.remove(collection, id, record.rev)
      return ok(hook)
    },
  }
}

function toRecord(effect: HookEffect, approval: Approval, reason: string, at: number): StoreRecord {
  const { id } = effect
  const { loop, callbackUrl = '' } = approval
  const hook: DeadHook = { id, approval: approval.id, loop, url: callbackUrl, status: effect.then.status, reason, at }
  return {
    collection,
    id,
    rev: 1,
    schema,
    dueAt: null,
    sortKey: at.toString().padStart(15, '0'),
    facets: ['dead', loop, approval.id, ''],
    turn: null,
    body: canonicalJson({ hook, effect } as { readonly [key: string]: object } as Json),
    outbox: [],
  }
}

/** Undefined for what another version wrote: it stays as it is. */
function fromRecord(record: StoreRecord): Kept | undefined {
  return record.schema === schema ? (JSON.parse(record.body) as Kept) : undefined
}

/** Whether this version can list it and send it again. */
export function isDeadHookRecord(record: StoreRecord): boolean {
  try {
    const kept = fromRecord(record)
    return kept?.hook.id === record.id && kept.effect.id === record.id && kept.hook.approval === record.facets[2]
  } catch {
    return false
  }
}
