// A reviewer as the HTTP API shows them: nothing secret, times in ISO 8601.
import type { Invited } from './reviewer-administration.ts'
import type { ReviewerView } from './reviewers.ts'

export const toWireReviewer = ({ createdAt, removedAt, ...reviewer }: ReviewerView) => ({
  ...reviewer,
  status: removedAt === undefined ? ('active' as const) : ('removed' as const),
  createdAt: new Date(createdAt).toISOString(),
  ...(removedAt === undefined ? {} : { removedAt: new Date(removedAt).toISOString() }),
})

export const toWireInvited = ({ reviewer, link }: Invited) => ({
  ...toWireReviewer(reviewer),
  url: link.url,
  expiresAt: new Date(link.expiresAt).toISOString(),
})
