// Judged at every write of an approval: whether it may follow from the one before, at that moment of the store's clock.
import { canonicalJson, type Approval, type Json, type Status, type Vote } from '@holdpoint/core'
import { numberOf, type ApprovalWrite, type History } from '../history.ts'
import { effective } from './turn.ts'

export type Report = (promise: string, what: string) => void

const follows: Readonly<Record<Status, readonly Status[]>> = {
  pending: ['pending', 'approved', 'denied', 'cancelled'],
  approved: ['approved', 'started', 'revoked'],
  started: ['started', 'succeeded', 'failed', 'unknown'],
  denied: [],
  expired: [],
  cancelled: [],
  revoked: [],
  lapsed: [],
  succeeded: [],
  failed: [],
  unknown: [],
}

export function checkWrite(history: History, write: ApprovalWrite, report: Report): void {
  if (write.before) checkStep(write, write.before, report)
  else checkFirst(history, write, report)
  checkVotes(history, write, report)
  checkOutbox(write, report)
}

function checkFirst(history: History, { after, at }: ApprovalWrite, report: Report): void {
  const asked = history.asked.get(numberOf(after.action))
  if (!asked) return report('I18', 'it holds an action that nobody asked for')
  // Asked again, it is the action as it stood.
  const old = history.writes.findLast(({ id }) => id === after.reopens)?.after
  if (canonicalJson(toJson(after.action)) !== canonicalJson(toJson((old ?? asked).action)))
    report('I18', 'it holds another action than was asked')
  if (after.requester !== asked.requester || after.loop !== asked.loop)
    report('I22', 'it is in another name or loop than was asked')
  if (canonicalJson(toJson(after.thresholds)) !== canonicalJson(toJson(asked.thresholds)))
    report('I24', 'its thresholds are not those of its loop')
  if (after.status === 'pending' && at < after.createdAt) report('I15', 'it was made before its own time')
}

function checkStep({ after, at }: ApprovalWrite, before: Approval, report: Report): void {
  const was = effective(before, at)
  const may = follows[was]
  if (may.length === 0 && after.status !== was && after.status !== before.status) {
    const isTime = was === 'expired' || was === 'lapsed'
    report(isTime && before.status !== was ? 'I8' : 'I4', `${before.status}, in fact ${was}, became ${after.status}`)
  } else if (may.length > 0 && !may.includes(after.status)) {
    report(after.status === 'started' ? 'I1' : 'I4', `${was} became ${after.status}`)
  }
  if (may.length === 0 && votesOf(before) !== votesOf(after)) report('I8', `votes changed when it was ${was}`)
  if (after.expiresAt !== before.expiresAt) report('I8', 'its expiry was moved')
  if (before.ticket !== undefined && after.ticket !== before.ticket) report('I2', 'its ticket was replaced')
  if (before.grantEndsAt !== undefined && after.grantEndsAt !== before.grantEndsAt)
    report('I1', 'the end of its grant was moved')
  const isEdited = after.edits.length > before.edits.length
  if (isEdited && was !== 'pending') report('I4', `it was edited when it was ${was}`)
  if (isEdited && after.votes.length > 1) report('I24', 'votes on the action before an edit were kept')
  if (!isEdited && after.digest !== before.digest) report('I21', 'its digest changed without an edit')
}

/** Each vote is what that person really chose for exactly this digest, by people who may, one each. */
function checkVotes({ choices }: History, { id, after, before }: ApprovalWrite, report: Report): void {
  const { votes, thresholds, requester, digest, status, policy } = after
  const known = new Set(before?.votes.map((vote) => JSON.stringify(vote)))
  const fresh = votes.filter((vote) => !known.has(JSON.stringify(vote)))
  for (const vote of fresh) {
    const isReal = choices.some(
      (choice) =>
        choice.approval === id &&
        choice.reviewer === vote.reviewer &&
        choice.via === vote.via &&
        choice.digest === digest &&
        isChoice(vote, choice.verdict),
    )
    if (!isReal)
      report(vote.via === 'api' ? 'I21' : 'I7', `${vote.reviewer} never chose ${vote.verdict} for this digest`)
    if (thresholds.separateRequester && vote.reviewer === requester) report('I24', 'the requester reviewed itself')
    if (!thresholds.reviewers.includes('*') && !thresholds.reviewers.includes(vote.reviewer))
      report('I25', `${vote.reviewer} is no reviewer of it`)
  }
  const people = new Set(votes.map(({ reviewer }) => reviewer))
  if (people.size !== votes.length) report('I24', 'somebody is counted twice')
  if (policy.answer !== 'ask') return
  const denies = votes.filter(({ verdict }) => verdict === 'deny').length
  const allows = votes.length - denies
  const isGranted = status === 'approved' || status === 'started'
  if (isGranted && allows < thresholds.approve) report('I1', `${allows} allowed it of ${thresholds.approve}`)
  if (isGranted && denies >= thresholds.deny) report('I4', 'it was approved over a deny that counts')
  if (status === 'denied' && denies < thresholds.deny) report('I4', `${denies} denied it of ${thresholds.deny}`)
  if (status === 'pending' && (denies >= thresholds.deny || allows >= thresholds.approve))
    report('I5', 'the votes suffice, and it is pending')
}

const isChoice = (vote: Vote, chosen: string): boolean =>
  (vote.chosen ?? vote.verdict) === chosen || vote.verdict === chosen

function checkOutbox({ after, before, outbox }: ApprovalWrite, report: Report): void {
  const has = (kind: string) => outbox.some(({ effect }) => effect.kind === kind)
  if (after.executor === 'gateway' && after.status === 'approved' && !has('execute'))
    report('I12', 'it is approved, and nothing will execute it')
  if (after.status !== 'approved' && has('execute')) report('I12', `it is ${after.status}, and would be executed`)
  const confirming = new Set(
    before?.answers.filter(({ state }) => state === 'confirming').map(({ answer }) => canonicalJson({ ...answer })),
  )
  const isNew = (kept: Approval['answers'][number]) =>
    kept.state === 'confirming' && !confirming.has(canonicalJson({ ...kept.answer }))
  if (after.status === 'pending' && after.answers.some(isNew) && !has('confirm'))
    report('I12', 'an answer waits to be confirmed, and nothing will confirm it')
  if (before === undefined && after.status === 'pending')
    for (const channel of after.channels)
      if (!outbox.some(({ effect }) => effect.kind === 'ask' && effect.channel === channel))
        report('I12', `nobody will be asked at ${channel}`)
}

const votesOf = (approval: Approval): string =>
  approval.votes
    .map(({ reviewer, verdict }) => `${reviewer} ${verdict}`)
    .toSorted()
    .join()

const toJson = (value: object): Json => value as { readonly [key: string]: Json }
