// What reviewers do beside deciding: say that they are on it, and talk about it. Nothing here decides anything.
import type { Approval, ReviewClaim } from './approval.ts'
import type { ClaimCommand, Command, CommentCommand, ReleaseCommand } from './command.ts'
import { refuse } from './errors.ts'
import { moved, refused, unchanged, type Outcome } from './outcome.ts'
import { isReviewer } from './thresholds.ts'

const maxComments = 100

/** The claim that holds at `at`, if any: it returns by itself. */
export function liveClaim(approval: Approval, at: number): ReviewClaim | undefined {
  return approval.claimed && at < approval.claimed.until ? approval.claimed : undefined
}

export function claim(approval: Approval, command: ClaimCommand): Outcome {
  return asReviewer(approval, command, () => {
    const held = liveClaim(approval, command.at)
    if (held && held.reviewer !== command.actor)
      return refused(refuse('already_claimed', `${held.reviewer} is on it; the claim returns by itself.`))
    const claimed = { reviewer: command.actor, at: command.at, until: command.at + command.forMs }
    return moved(approval, command, { claimed })
  })
}

export function release(approval: Approval, command: ReleaseCommand): Outcome {
  const held = liveClaim(approval, command.at)
  if (!held) return unchanged(approval)
  if (held.reviewer !== command.actor)
    return refused(refuse('already_claimed', `${held.reviewer} is on it, and only they can release it.`))
  const { claimed: _, ...rest } = approval
  return moved(rest, command, {})
}

export function comment(approval: Approval, command: CommentCommand): Outcome {
  return asReviewer(approval, command, () => {
    if (approval.comments.length >= maxComments)
      return refused(refuse('too_many_comments', `An approval takes at most ${maxComments} comments.`))
    const said = { reviewer: command.actor, at: command.at, text: command.text }
    return moved(approval, command, { comments: [...approval.comments, said] })
  })
}

function asReviewer(approval: Approval, command: Command, act: () => Outcome): Outcome {
  return isReviewer(approval.thresholds, command.actor)
    ? act()
    : refused(refuse('not_a_reviewer', 'You are not among the reviewers of this approval.'))
}
