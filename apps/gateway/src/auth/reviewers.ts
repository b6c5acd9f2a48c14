// Reviewers: people who can sign in, by name. What they may do is looked up at each request, so that a removal or a reset
// acts everywhere within a second.
import { ok, refuse, type Principal, type Result, type Store } from '@holdpoint/core'
import type { Account } from './account.ts'
import { createFreshRecords } from './fresh-records.ts'
import { listAll } from './list-all.ts'
import type { Passwords } from './passwords.ts'
import type { ReviewerDraft } from './reviewer-draft.ts'
import { fromReviewerRecord, reviewerCollection, toReviewerRecord, type StoredReviewer } from './reviewer-record.ts'

const maxTries = 5
const prefix = 'person:'

export const reviewerId = (name: string): string => `${prefix}${name}`

/** A reviewer without anything secret. */
export interface ReviewerView extends Omit<StoredReviewer, 'password' | 'epoch'> {
  /** The principal's id, as votes and lists of reviewers name them. */
  readonly id: string
  readonly hasPassword: boolean
}

export interface Reviewers {
  /** Refuses with `invalid_request` for a name that was ever taken. */
  create(draft: ReviewerDraft): Promise<Result<ReviewerView>>
  read(name: string): Promise<ReviewerView | undefined>
  /** All of them, removed ones too, by name. */
  list(): Promise<readonly ReviewerView[]>
  /** Undefined for whoever is not, or no longer, a reviewer. */
  account(principalId: string): Promise<Account | undefined>
  /** Whose password this is; undefined if it is not. Takes as long for names that don't exist. */
  verify(name: string, password: string): Promise<Result<Account | undefined>>
  /** Ends all their sessions and links. Refuses a weak password with `invalid_request`. */
  setPassword(name: string, password: string): Promise<Result<Account>>
  /** Forgets the password, and ends all their sessions and links. */
  reset(name: string): Promise<Result<ReviewerView>>
  /** For ever: the name is not given out again. */
  remove(name: string): Promise<Result<ReviewerView>>
}

export interface ReviewersOptions {
  readonly store: Store
  readonly passwords: Passwords
  readonly now?: () => number
}

export function createReviewers({ store, passwords, now }: ReviewersOptions): Reviewers {
  // None of them expires; the cache is typed for records that may.
  const parse = (record: Parameters<typeof fromReviewerRecord>[0]): StoredReviewer & { expiresAt?: number } =>
    fromReviewerRecord(record)
  const records = createFreshRecords({ store, collection: reviewerCollection, parse, ...(now && { now }) })

  /** Load, change, compare and set. `next` returns undefined where there is nothing to change. */
  async function change(
    name: string,
    next: (reviewer: StoredReviewer) => StoredReviewer | undefined,
  ): Promise<Result<StoredReviewer>> {
    for (let tries = 0; tries < maxTries; tries += 1) {
      const record = await store.read(reviewerCollection, name)
      const reviewer = record && fromReviewerRecord(record)
      if (!record || !reviewer || reviewer.removedAt !== undefined)
        return refuse('not_found', 'There is no such reviewer.')
      const changed = next(reviewer)
      if (changed === undefined) return ok(reviewer)
      if ((await store.commit(toReviewerRecord(changed, record.rev + 1), record.rev)) !== 'won') continue
      records.forget(name)
      return ok(changed)
    }
    return refuse('contention', 'Others keep changing this reviewer; nothing changed. Try again.')
  }

  const changedView = async (...args: Parameters<typeof change>): Promise<Result<ReviewerView>> => {
    const changed = await change(...args)
    return changed.ok ? ok(toView(changed.value)) : changed
  }

  return {
    async create({ name, scopes, loops }) {
      const reviewer: StoredReviewer = { name, scopes, loops, epoch: 1, createdAt: await store.now() }
      if ((await store.create(toReviewerRecord(reviewer, 1))) !== 'created')
        return refuse('invalid_request', `The name "${name}" is or was in use; names are never used again.`, 'name')
      return ok(toView(reviewer))
    },

    async read(name) {
      const record = await store.read(reviewerCollection, name)
      return record && toView(fromReviewerRecord(record))
    },

    list: async () => (await listAll(store, reviewerCollection)).map((record) => toView(fromReviewerRecord(record))),

    async account(principalId) {
      if (!principalId.startsWith(prefix)) return undefined
      const reviewer = await records.read(principalId.slice(prefix.length))
      return reviewer === undefined || reviewer.removedAt !== undefined ? undefined : toAccount(reviewer)
    },

    async verify(name, password) {
      // Not from the cache: a password that was just reset opens nothing.
      const record = await store.read(reviewerCollection, name)
      const reviewer = record && fromReviewerRecord(record)
      const stored = reviewer?.removedAt === undefined ? reviewer?.password : undefined
      const checked = await passwords.check(password, stored)
      if (!checked.ok) return checked
      if (reviewer === undefined || !checked.value.matches) return ok(undefined)
      if (checked.value.outdated) await rehash(reviewer, password)
      return ok(toAccount(reviewer))
    },

    async setPassword(name, password) {
      const hash = await passwords.hash(password)
      if (!hash.ok) return hash
      const changed = await change(name, (reviewer) => ({
        ...reviewer,
        password: hash.value,
        epoch: reviewer.epoch + 1,
      }))
      return changed.ok ? ok(toAccount(changed.value)) : changed
    },

    reset: (name) => changedView(name, (reviewer) => withoutWayIn(reviewer)),

    async remove(name) {
      const removedAt = await store.now()
      return changedView(name, (reviewer) => ({ ...withoutWayIn(reviewer), removedAt }))
    },
  }

  /** With the parameters of now; not if the password has changed meanwhile. */
  async function rehash(reviewer: StoredReviewer, password: string): Promise<void> {
    const hash = await passwords.hash(password)
    if (!hash.ok) return
    await change(reviewer.name, (current) =>
      current.password === reviewer.password ? { ...current, password: hash.value } : undefined,
    )
  }
}

function toAccount({ name, scopes, loops, epoch }: StoredReviewer): Account {
  const principal: Principal = { id: reviewerId(name), scopes, loops, via: 'inbox' }
  return { principal, epoch: String(epoch) }
}

const withoutWayIn = (reviewer: StoredReviewer): StoredReviewer => ({
  ...reviewer,
  password: undefined,
  epoch: reviewer.epoch + 1,
})

function toView({ name, scopes, loops, password, createdAt, removedAt }: StoredReviewer): ReviewerView {
  return { id: reviewerId(name), name, scopes, loops, hasPassword: password !== undefined, createdAt, removedAt }
}
