// What the API's codes mean to a person, in English; what isn't here is said in the gateway's own words.

export const enProblems: Readonly<Record<string, string>> = {
  offline: 'No answer came. Whether it counted is not known yet: look at what it says above before you press again.',
  no_answer: 'The gateway could not answer this.',
  not_json: 'The gateway’s answer could not be read.',
  unauthenticated: 'You are signed out; sign in again.',
  forbidden: 'You may not do this.',
  not_a_reviewer: 'You are not among the reviewers of this one.',
  self_review: 'You asked for this yourself, so somebody else has to decide it.',
  not_found: 'There is no such thing, or none that you may see.',
  already_decided: 'Somebody else decided first, and how is said here. Your press changed nothing.',
  already_voted: 'You denied it before; a deny can’t become an allow.',
  digest_mismatch: 'It was changed while you looked at it. Nothing was decided; read it again.',
  expired: 'Its time ran out before your press. Nothing was decided.',
  already_claimed: 'Somebody else has taken it already.',
  already_started: 'It has started already, so it can’t be withdrawn.',
  edit_not_allowed: 'This one can’t be edited.',
  edit_denied: 'The policy denies it with this change. Nothing was decided.',
  reason_required: 'This one wants a reason.',
  too_many_requests: 'Too many attempts; wait a minute.',
  unavailable: 'The gateway can’t do this now; nothing has happened.',
}
