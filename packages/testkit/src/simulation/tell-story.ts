// The last events of one approval, line by line, for whoever has to understand a violation.
import type { ApprovalWrite, Call, History } from './history.ts'

export function tellStory({ calls, writes, runs }: History, approval: string, lines = 60): readonly string[] {
  const isIts = (event: { readonly approval: string }) => event.approval === approval
  const events = [
    ...writes.filter(({ id }) => id === approval).map((write) => [write.step, tellWrite(write)] as const),
    ...calls.filter(isIts).map((call) => [call.invokedAt, tellCall(call)] as const),
    ...runs.filter(isIts).map(({ step, by }) => [step, `RUN by ${by}`] as const),
  ]
  return events
    .toSorted(([a], [b]) => a - b)
    .slice(-lines)
    .map(([step, what]) => `${String(step).padStart(6)}  ${what}`)
}

function tellWrite({ at, after, outbox }: ApprovalWrite): string {
  const { status, version, executor, votes, answers, createdAt, expiresAt, grantEndsAt, runEndsAt } = after
  const since = (time: number | undefined) => (time === undefined ? '-' : `${time - createdAt}`)
  const times = `at ${since(at)} (expires ${since(expiresAt)}, grant ${since(grantEndsAt)}, run ${since(runEndsAt)})`
  const said = votes.map(({ reviewer, verdict, via }) => `${reviewer} ${verdict} via ${via}`)
  const open = outbox.map(({ effect, lease }) => (lease === undefined ? effect.kind : `${effect.kind} (leased)`))
  const kept = answers.map(({ state, answer }) => `${state} ${answer.event}`)
  return `WRITE ${status} v${version} ${times} for ${executor}; votes [${said.join(', ')}] outbox [${open.join(', ')}] answers [${kept.join(', ')}]`
}

function tellCall({ name, by, input, answeredAt, answer }: Call): string {
  const told = answer === undefined ? 'no answer' : answer.ok ? `ok, ${answer.approval.status}` : answer.code
  return `CALL ${name} by ${by} ${JSON.stringify(input)} → ${told}${answeredAt === undefined ? '' : ` at ${answeredAt}`}`
}
