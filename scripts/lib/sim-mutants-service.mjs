// Deliberate mistakes in how it is stored, carried out and read.

const store = 'testkit/src/simulation/world/shared-store.ts'
const link = 'testkit/src/simulation/world/store-link.ts'

/** @type {readonly import('./sim-mutants.mjs').Mutant[]} */
export const serviceMutants = [
  {
    name: 'compare-and-set without the compare',
    file: store,
    find: "if (stored?.rev !== expectedRev) return 'stale'",
    replace: "if (stored === undefined) return 'stale'",
  },
  {
    name: 'expiry not judged inside the write',
    file: store,
    find: "if (before !== undefined && now() >= before) return 'late'",
    replace: '',
  },
  {
    name: 'acknowledged before it is durable',
    file: link,
    find: 'commit: (next, expectedRev, before) => reach(true, () => shared.commit(next, expectedRev, before)),',
    replace:
      "commit: (next, expectedRev, before) => reach(true, () => { if (shared.read(next.collection, next.id)?.rev !== expectedRev) return 'stale' as const; world.after(60, () => isAlive() && shared.commit(next, expectedRev, before)); return 'won' as const }),",
  },
  {
    name: 'unknown commit taken as a success',
    file: 'core/src/service/commit.ts',
    find: 'if (failure !== undefined) throw error',
    replace: 'if (String(error) !== "") return { ok: true, value: { approval: asOf(step.next, at), moved: true } }',
  },
  {
    name: 'the node’s clock decides expiry',
    file: 'core/src/service/commit.ts',
    find: 'const at = await store.now()',
    replace: 'const at = Date.now()',
  },
  {
    name: 'an approval without its execution',
    file: 'core/src/service/commit.ts',
    find: "return next.status === 'approved'",
    replace: "return next.status === 'pending'",
  },
  {
    name: 'effects of a decision dropped',
    file: 'core/src/service/commit.ts',
    find: '...step.effects.map((effect) => toEntry(effect, at))]',
    replace: "...step.effects.filter(({ kind }) => kind !== 'execute').map((effect) => toEntry(effect, at))]",
  },
  {
    name: 'the effect runs before its start is committed',
    file: 'core/src/service/execution.ts',
    find: '    const ticket = ids.random()',
    replace:
      "    const ticket = ids.random()\n    const early = await options.store.read('approvals', id)\n    if (early) void options.execute(JSON.parse(early.body), options.signal).catch(() => {})",
  },
  {
    name: 'whoever sees it started runs it',
    file: 'core/src/service/execution.ts',
    find: 'if (!started.ok || started.value.approval.ticket !== ticket) return',
    replace:
      "if (!started.ok && started.code !== 'already_started') return\n    if (!started.ok) Object.assign(started, { value: { approval: started.approval } })\n    if (!('value' in started)) return",
  },
  {
    name: 'a completion that names nobody counts',
    file: 'core/src/hitl-sh/map.ts',
    find: "if (userId === undefined) return { is: 'unclear', reason: 'its response_by names no reviewer' }",
    replace:
      "if (userId === undefined) return { is: 'answered', answer: { event: 'completed', ...base, verdict, reviewer: hitlShReviewer('u1') } }",
  },
  {
    name: 'the cap judged before the insert',
    file: 'core/src/service/requesting.ts',
    find: ".create(toRecord(approval, outbox, 1), approval.status === 'pending' ? cap : undefined)",
    replace:
      '.list("approvals", { facets: cap.facets, limit: 100, direction: "ascending", now: command.at })\n    .then((page) => (approval.status === "pending" && page.items.length >= cap.max ? "full" as const : store.create(toRecord(approval, outbox, 1))))',
  },
  {
    name: 'an unknown status read as pending',
    file: 'core/src/parse/record.ts',
    find: "const status: unknown = 'status' in body ? body.status : undefined",
    replace: "const status: unknown = 'pending'",
  },
  {
    name: 'unknown fields written away',
    file: 'core/src/parse/record.ts',
    find: 'Object.keys(body).every((key) => known.has(key)) &&',
    replace: 'Object.keys(body).every((key) => key !== "" || known.has(key)) &&',
  },
  {
    name: 'nothing ends by itself',
    file: 'core/src/service/pump.ts',
    find: 'if (turn && turn.at <= now) {',
    replace: "if (turn && turn.at <= now && read.value.status === 'pending') {",
  },
  {
    name: 'the policy is not asked again at the start',
    file: 'core/src/service/judging.ts',
    find: "if (approval.status !== 'approved') return undefined",
    replace: "if (approval.status !== 'started') return undefined",
  },
  {
    name: 'a stopped start hands out a ticket all the same',
    file: 'core/src/service/approvals.ts',
    find: 'if (started.value.ticket === ticket) return',
    replace: "if (started.value.status !== 'pending') return",
  },
  {
    name: 'a rule made by whoever may not',
    file: 'core/src/service/approvals.ts',
    find: "mayMakeRule: principal.scopes.includes('rules'),",
    replace: 'mayMakeRule: true,',
  },
  {
    name: 'rules count where a human must be asked',
    file: 'core/src/policy/judge.ts',
    find: "rulesCount: mode === 'on-miss',",
    replace: "rulesCount: mode !== 'off',",
  },
  {
    name: 'reading shows what is stored, swept or not',
    file: 'core/src/service/loading.ts',
    find: 'return read.ok ? ok(asOf(read.value, now)) : read',
    replace: 'return now === 0 ? notFound : read',
  },
  {
    name: 'an edit that the policy denies',
    file: 'core/src/service/judging.ts',
    find: 'judge(settings().policy, { loop, requester, action: { ...action, input } }).answer,',
    replace:
      "judge(settings().policy, { loop, requester, action: { ...action, input } }).answer === 'allow' ? 'allow' : 'ask',",
  },
  {
    name: 'uses of a limited rule are not counted',
    file: 'core/src/service/rule-limits.ts',
    find: 'uses: rule.uses + granted, lastUsedAt: now',
    replace: 'lastUsedAt: now',
  },
  {
    name: 'audit notes dropped with what ends',
    file: 'core/src/service/commit.ts',
    find: "case 'audit':\n      case 'hook':\n        return true",
    replace: "case 'hook':\n        return true\n      case 'audit':\n        return next.status === 'pending'",
  },
  {
    name: 'the audit chain goes on before the last block is settled',
    file: 'core/src/service/chain-ends.ts',
    find: 'if (last) await settle(loop, last)',
    replace: 'if (last) ends.set(loop, headAfter(loop, last))',
  },
  {
    name: 'audit notes taken from the outbox before the block is written',
    file: 'core/src/service/auditor.ts',
    find: "if ((await store.create(toBlockRecord(head, block))) === 'created') return ends.settle(loop, block, found)",
    replace:
      "await ends.settle(loop, block, found)\n      if ((await store.create(toBlockRecord(head, block))) === 'created') return",
  },
  {
    name: 'a rule revoked without its audit note',
    file: 'core/src/service/rule-change.ts',
    find: 'const written = note ? noted(plain, changed.value, at, note) : plain',
    replace: 'const written = plain',
  },
  {
    name: 'uses of a rule written over its audit note',
    file: 'core/src/service/rule-change.ts',
    find: 'toRuleRecord(changed.value, record.rev + 1, record.outbox)',
    replace: 'toRuleRecord(changed.value, record.rev + 1)',
  },
]
