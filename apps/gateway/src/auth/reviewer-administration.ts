// What administrators do with reviewers: each call with the principal that asks, judged by authorizeAdmin.
import { ok, refuse, type Principal, type Result } from '@holdpoint/core'
import { authorizeAdmin } from './authorize-admin.ts'
import type { SignInLink } from './link-administration.ts'
import { parseReviewerDraft } from './reviewer-draft.ts'
import type { Reviewers, ReviewerView } from './reviewers.ts'
import type { SecurityLog } from './security-log.ts'
import { toSignInUrl, type SignInLinks } from './sign-in-links.ts'

/** A link to somebody who is to set a password travels by mail or chat, and waits there until it is read. */
const invitationLifeMs = 24 * 60 * 60 * 1_000

export interface Invited {
  readonly reviewer: ReviewerView
  /** Signs them in once, to set a password. */
  readonly link: SignInLink
}

export interface ReviewerAdministration {
  list(by: Principal): Promise<Result<readonly ReviewerView[]>>
  add(by: Principal, draft: unknown): Promise<Result<Invited>>
  /** Forgets the password, ends their sessions, and invites them anew. */
  reset(by: Principal, name: string): Promise<Result<Invited>>
  remove(by: Principal, name: string): Promise<Result<true>>
}

export interface ReviewerAdministrationOptions {
  readonly reviewers: Reviewers
  readonly links: SignInLinks
  readonly publicUrl: string
  readonly security: SecurityLog
}

export function createReviewerAdministration(options: ReviewerAdministrationOptions): ReviewerAdministration {
  const { reviewers, links, publicUrl, security } = options

  async function invite(reviewer: ReviewerView): Promise<Result<Invited>> {
    const link = await links.create(reviewer.id, invitationLifeMs)
    if (link === undefined) return noSuchReviewer
    return ok({ reviewer, link: { url: toSignInUrl(publicUrl, link.code), expiresAt: link.expiresAt } })
  }

  /** The reviewer, if this administrator may do that to them. */
  async function known(by: Principal, operation: 'see' | 'give', name: string): Promise<Result<ReviewerView>> {
    const allowed = authorizeAdmin(by, operation)
    if (!allowed.ok) return allowed
    const reviewer = await reviewers.read(name)
    if (reviewer === undefined || !authorizeAdmin(by, 'see', reviewer).ok) return noSuchReviewer
    const mayDoIt = authorizeAdmin(by, operation, reviewer)
    return mayDoIt.ok ? ok(reviewer) : mayDoIt
  }

  return {
    async list(by) {
      const allowed = authorizeAdmin(by, 'see')
      if (!allowed.ok) return allowed
      return ok((await reviewers.list()).filter((reviewer) => authorizeAdmin(by, 'see', reviewer).ok))
    },

    async add(by, input) {
      const allowed = authorizeAdmin(by, 'give')
      if (!allowed.ok) return allowed
      const draft = parseReviewerDraft(input)
      if (!draft.ok) return draft
      const mayGive = authorizeAdmin(by, 'give', draft.value)
      if (!mayGive.ok) return mayGive
      const created = await reviewers.create(draft.value)
      if (!created.ok) return created
      const { id, scopes, loops } = created.value
      security.did('reviewer added', by.id, { reviewer: id, scopes, loops, via: by.via })
      return invite(created.value)
    },

    async reset(by, name) {
      // Whoever gets the link becomes that person: so it takes all that they have.
      const found = await known(by, 'give', name)
      if (!found.ok) return found
      const reset = await reviewers.reset(name)
      if (!reset.ok) return reset
      security.did('reviewer reset', by.id, { reviewer: reset.value.id, via: by.via })
      return invite(reset.value)
    },

    async remove(by, name) {
      const found = await known(by, 'see', name)
      if (!found.ok) return found
      const removed = await reviewers.remove(name)
      if (!removed.ok) return removed
      security.did('reviewer removed', by.id, { reviewer: removed.value.id, via: by.via })
      return ok(true)
    },
  }
}

const noSuchReviewer = refuse('not_found', 'There is no such reviewer.')
