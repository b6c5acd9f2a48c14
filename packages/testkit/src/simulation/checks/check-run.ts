// Judged at every effect that really happens: whether it was allowed, is the one that was allowed, and the first.
import type { Approval } from '@holdpoint/core'
import { digestOf } from '@holdpoint/core'
import type { History, Run } from '../history.ts'
import type { Report } from './check-write.ts'

export function checkRun(history: History, run: Run, report: Report): void {
  const { approval: id, action, by } = run
  if (history.runs.filter((other) => other.approval === id).length > 1) report('I2', 'it ran twice')
  const writes = history.writes.filter((write) => write.id === id)
  const start = writes.find(({ before, after }) => before?.status !== 'started' && after.status === 'started')
  if (!start?.before) return report('I1', 'it ran, and was never started')
  const { before, at } = start
  const digest = digestOf(before.loop, before.requester, action)
  if (digest !== before.digest) report('I1', 'another action ran than was approved')
  if (before.status !== 'approved') report('I1', `it was started when it was ${before.status}`)
  if (at >= (before.grantEndsAt ?? 0)) report('I1', 'it was started after the end of its grant')
  if (by !== before.executor) report('I1', `${by} ran it, and it was for ${before.executor}`)
  if (!isGranted(before)) report('I1', 'it ran, and nobody had allowed it')
}

function isGranted({ policy, votes, thresholds }: Approval): boolean {
  if (policy.answer === 'allow') return true
  const allowed = new Set(votes.filter(({ verdict }) => verdict !== 'deny').map(({ reviewer }) => reviewer))
  return policy.answer === 'ask' && allowed.size >= thresholds.approve
}
