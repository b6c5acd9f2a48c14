// Deliberate mistakes in what is decided.

/** @type {readonly import('./sim-mutants.mjs').Mutant[]} */
export const domainMutants = [
  {
    name: 'unknown commit taken as a failure, and the command made anew',
    file: 'core/src/domain/machine.ts',
    find: 'if (approval.applied.some((applied) => applied.key === command.key)) return unchanged(approval)',
    replace: '',
  },
  {
    name: 'approve beats deny',
    file: 'core/src/domain/thresholds.ts',
    find: "if (denies.size >= thresholds.deny) return 'denied'",
    replace: '',
  },
  {
    name: 'one allow suffices',
    file: 'core/src/domain/thresholds.ts',
    find: "return allows.size >= thresholds.approve ? 'approved' : 'pending'",
    replace: "return allows.size >= 1 ? 'approved' : 'pending'",
  },
  {
    name: 'an empty list of reviewers is everyone',
    file: 'core/src/domain/thresholds.ts',
    find: "return thresholds.reviewers.includes('*') || thresholds.reviewers.includes(reviewer)",
    replace:
      "return thresholds.reviewers.length === 0 || thresholds.reviewers.includes('*') || thresholds.reviewers.includes(reviewer)",
  },
  {
    name: 'reviewers not asked whether they are',
    file: 'core/src/domain/deciding.ts',
    find: 'if (!isReviewer(thresholds, ballot.reviewer))',
    replace: 'if (!isReviewer(thresholds, thresholds.reviewers[0] ?? ""))',
  },
  {
    name: 'one reviewer counted twice',
    file: 'core/src/domain/deciding.ts',
    find: 'const votes = [...approval.votes.filter((other) => other !== earlier), vote]',
    replace: 'const votes = [...approval.votes, vote]',
  },
  {
    name: 'a deny becomes an allow',
    file: 'core/src/domain/deciding.ts',
    find: "if (earlier?.verdict === 'deny')",
    replace: "if (earlier?.verdict === 'deny' && vote.verdict === 'deny')",
  },
  {
    name: 'the digest that the reviewer saw is ignored',
    file: 'core/src/domain/deciding.ts',
    find: 'if (ballot.digest !== approval.digest)',
    replace: 'if (!ballot.digest.startsWith("sha256:"))',
  },
  {
    name: 'separation ignored',
    file: 'core/src/domain/deciding.ts',
    find: 'if (thresholds.separateRequester && ballot.reviewer === approval.requester)',
    replace: 'if (thresholds.separateRequester && ballot.reviewer === "")',
  },
  {
    name: 'started with another digest',
    file: 'core/src/domain/running.ts',
    find: 'if (command.digest !== approval.digest)',
    replace: 'if (!command.digest.startsWith("sha256:"))',
  },
  {
    name: 'anybody may start what the gateway runs',
    file: 'core/src/domain/running.ts',
    find: 'if (command.by !== approval.executor)',
    replace: "if (command.by === 'gateway' && approval.executor === 'requester')",
  },
  {
    name: 'finished without its ticket',
    file: 'core/src/domain/running.ts',
    find: 'if (command.ticket !== approval.ticket)',
    replace: "if (command.ticket === '')",
  },
  {
    name: 'the end of the grant ignored',
    file: 'core/src/domain/approval.ts',
    find: "return { at: approval.grantEndsAt, to: 'lapsed' }",
    replace: "return { at: approval.grantEndsAt + 86_400_000, to: 'lapsed' }",
  },
  {
    name: 'expired treated as pending',
    file: 'core/src/domain/machine.ts',
    find: "const status = command.type === 'elapse' ? approval.status : statusAt(approval, command.at)",
    replace: 'const status = approval.status',
  },
  {
    name: 'an unknown outcome is tried again',
    file: 'core/src/domain/running.ts',
    find: "const effects = turn.to === 'expired' ? settleAll(approval) : []",
    replace:
      "if (turn.to === 'unknown') return moved(approval, command, { status: 'approved' }, [{ kind: 'execute' }])\n  const effects = turn.to === 'expired' ? settleAll(approval) : []",
  },
  {
    name: 'a second start of what has started',
    file: 'core/src/domain/machine.ts',
    find: "    lapsed: 'lapsed',\n    started: 'already_started',\n    succeeded: 'already_started',\n    failed: 'already_started',\n    unknown: 'already_started',\n  },\n  finish",
    replace:
      "    lapsed: 'lapsed',\n    started: run('again', start),\n    succeeded: 'already_started',\n    failed: 'already_started',\n    unknown: 'already_started',\n  },\n  finish",
  },
  {
    name: 'cancelled after it was approved',
    file: 'core/src/domain/machine.ts',
    find: "    pending: run('`cancelled`', cancel),",
    replace: "    pending: run('`cancelled`', cancel),\n    approved: run('`cancelled`', cancel),",
  },
  {
    name: 'unconfirmed answers trusted',
    file: 'core/src/domain/answering.ts',
    find: "if (!trusted) return keep(approval, said, command, 'confirming')",
    replace: '',
  },
  {
    name: 'a time-out with a default approves',
    file: 'core/src/domain/answering.ts',
    find: "if (answer.event !== 'completed') return note(approval, ask, answer.event, command)",
    replace:
      "if (answer.event === 'timed-out') return count(approval, ask, { ...answer, verdict: 'allow-once', reviewer: answer.reviewer ?? 'hitl-sh:u1' }, command)\n  if (answer.event !== 'completed') return note(approval, ask, answer.event, command)",
  },
  {
    name: 'the confirmation is not put into the outbox',
    file: 'core/src/domain/answering.ts',
    find: "const confirm: EffectDraft[] = state === 'confirming' ?",
    replace: "const confirm: EffectDraft[] = state === 'waiting' ?",
  },
  {
    name: 'votes kept across an edit',
    file: 'core/src/domain/deciding.ts',
    find: 'action, digest, votes: [], answers: [],',
    replace: 'action, digest, answers: [],',
  },
  {
    name: 'edited where it may not be',
    file: 'core/src/domain/deciding.ts',
    find: 'if (!approval.editable)',
    replace: "if (approval.action.kind === '')",
  },
  {
    name: 'a revoked approval starts',
    file: 'core/src/domain/machine.ts',
    find: "    revoked: 'revoked',\n",
    replace: "    revoked: run('again', start),\n",
  },
  {
    name: 'revoked after it started',
    file: 'core/src/domain/machine.ts',
    find: "    lapsed: 'lapsed',\n    started: 'already_started',\n    succeeded: 'already_started',\n    failed: 'already_started',\n    unknown: 'already_started',\n  },\n  withdraw",
    replace:
      "    lapsed: 'lapsed',\n    started: run('late', revoke),\n    succeeded: 'already_started',\n    failed: 'already_started',\n    unknown: 'already_started',\n  },\n  withdraw",
  },
  {
    name: 'anybody may revoke',
    file: 'core/src/domain/withdrawing.ts',
    find: 'if (!isReviewer(approval.thresholds, command.actor))',
    replace: "if (command.actor === '')",
  },
  {
    name: 'a rule made by one of two',
    file: 'core/src/domain/granting.ts',
    find: 'if (!first || wanted.length < thresholds.approve) return undefined',
    replace: 'if (!first || wanted.length < 1) return undefined',
  },
  {
    name: 'answers to another question count here',
    file: 'core/src/domain/answering.ts',
    find: `ask.remoteId === remoteId)

const isAnswerTo = (ask: Ask, channel: string, answer: Answer): boolean =>
  ask.channel === channel &&
  ask.remoteId === answer.remoteId &&`,
    replace: `remoteId !== '')

const isAnswerTo = (ask: Ask, channel: string, answer: Answer): boolean =>
  ask.channel === channel &&`,
  },
  {
    name: 'a change without its audit note',
    file: 'core/src/domain/machine.ts',
    find: 'effects: [...effects, audit, ...hooks]',
    replace: "effects: command.type === 'start' ? [...effects, ...hooks] : [...effects, audit, ...hooks]",
  },
  {
    name: 'an audit note that tells the status before',
    file: 'core/src/domain/audit.ts',
    find: 'to: next.status,',
    replace: 'to: before?.status ?? next.status,',
  },
]
