// What policy, rules and the memory of denials do to an approval: when it is asked for, edited, and about to start.
import { describe, expect, it } from 'vitest'
import { parsePolicy } from '../../src/policy/policy.ts'
import type { Policy } from '../../src/policy/policy.ts'
import type { Settings } from '../../src/service/settings.ts'
import { allow, ann, bob, bot, codeOf, createWorld, defaultSettings, deny, draft, must, principal } from './world.ts'

const policy = (data: object): Policy =>
  must(parsePolicy({ expiresInMs: 60_000, grantMs: 10_000, maxRunMs: 5_000, ...data }))
const line = (name: string, then: 'allow' | 'ask' | 'deny', more = {}) => ({
  name,
  when: { kind: 'outbound.message' },
  then,
  ...more,
})

/** A world whose policy can be exchanged while it runs, as a reload does. */
function reloadable(first: Policy) {
  let settings: Settings = { ...defaultSettings, policy: first }
  const world = createWorld({ live: () => settings })
  return { ...world, reload: (next: Policy) => void (settings = { ...settings, policy: next }) }
}

const asks = policy({})
const rich = principal('zoe', { scopes: ['decide', 'rules'] })
const always = (approval: { digest: ReturnType<typeof allow>['digest'] }) => ({
  ...allow(approval as never),
  verdict: 'allow-always' as const,
})

describe('the policy', () => {
  it('answers without asking, and freezes which line did and of which version', async () => {
    const lines = policy({ lines: [line('never-on-sundays', 'deny')] })
    const denied = await reloadable(lines).ask()
    expect(denied).toMatchObject({
      status: 'denied',
      policy: { answer: 'deny', line: 'never-on-sundays', hash: lines.hash },
    })
    const allowed = await reloadable(policy({ modes: { 'outbound.message': 'off' } })).ask()
    expect(allowed).toMatchObject({ status: 'approved', policy: { answer: 'allow', line: 'outbound.message: off' } })
  })

  it('gives a line its own thresholds, time and edits', async () => {
    const lines = policy({
      lines: [line('two-of-us', 'ask', { thresholds: { approve: 2 }, expiresInMs: 5_000, edits: true })],
    })
    const asked = await reloadable(lines).ask()
    expect(asked).toMatchObject({
      thresholds: { approve: 2, deny: 1 },
      editable: true,
      expiresAt: asked.createdAt + 5_000,
    })
  })

  it('keeps what a policy that is only tried out would have said beside what this one says', async () => {
    const shadow = policy({ lines: [line('stricter', 'deny')] })
    const asked = await createWorld({ settings: { policy: asks, shadow } }).ask()
    expect(asked).toMatchObject({ status: 'pending', shadow: { answer: 'deny', line: 'stricter', hash: shadow.hash } })
  })
})

describe('I25: groups of reviewers', () => {
  const named = (reviewers: string[]) => policy({ lines: [line('ops', 'ask', { thresholds: { reviewers } })] })
  const groups = { ops: ['ann', 'bob', 'ann'], nobody: [] }

  it('become the names of those in them, frozen when it is asked', async () => {
    const { ask, approvals } = createWorld({ settings: { policy: named(['@ops', 'zoe']), groups } })
    const asked = await ask()
    expect(asked.thresholds.reviewers).toEqual(['ann', 'bob', 'zoe'])
    expect(codeOf(await approvals.decide(principal('eve', { scopes: ['decide'] }), asked.id, allow(asked)))).toBe(
      'not_a_reviewer',
    )
  })

  it.each([['@nobody'], ['@unknown'], ['@toString']])('%s is nobody, so nothing is held for it', async (group) => {
    const { approvals } = createWorld({ settings: { policy: named([group]), groups } })
    expect(codeOf(await approvals.request(bot, draft))).toBe('unsatisfiable')
  })
})

describe('I1: at the start the policy is asked again', () => {
  it('a human’s allow is stopped by a deny only (H124738)', async () => {
    const { ask, approvals, reload } = reloadable(asks)
    const [one, two] = [await ask(), await ask()]
    for (const each of [one, two]) must(await approvals.decide(ann, each.id, allow(each)))
    reload(policy({ modes: { 'outbound.message': 'always' } }))
    expect(codeOf(await approvals.start(bot, one.id, one.digest))).toBe('ok')
    reload(policy({ lines: [line('no-more', 'deny')] }))
    const stopped = await approvals.start(bot, two.id, two.digest)
    expect(stopped).toMatchObject({
      code: 'policy_changed',
      approval: { status: 'revoked', withdrawn: 'policy_changed' },
    })
    expect(codeOf(await approvals.start(bot, two.id, two.digest))).toBe('revoked')
  })

  it('a policy’s allow is stopped by anything but allow', async () => {
    const { ask, approvals, reload } = reloadable(policy({ modes: { 'outbound.message': 'off' } }))
    const mine = await ask()
    reload(asks)
    expect(codeOf(await approvals.start(bot, mine.id, mine.digest))).toBe('policy_changed')
  })

  it('a start that isn’t theirs to make withdraws nothing', async () => {
    const { ask, approvals, reload } = reloadable(asks)
    const mine = await ask({ executor: 'gateway' })
    must(await approvals.decide(ann, mine.id, allow(mine)))
    reload(policy({ lines: [line('no-more', 'deny')] }))
    expect(codeOf(await approvals.start(bot, mine.id, mine.digest))).toBe('not_yours_to_start')
    expect(must(await approvals.get(bot, mine.id)).status).toBe('approved')
  })
})

describe('I31: rules', () => {
  it('are live with the answer to the decision, allow exactly the same, and are named by what they allowed', async () => {
    const { ask, approvals } = reloadable(asks)
    const first = await ask()
    must(await approvals.decide(rich, first.id, always(first)))
    expect(await ask()).toMatchObject({ status: 'approved', policy: { answer: 'allow', rule: first.id } })
    const other = { action: { ...draft.action, target: { ...draft.action.target, thread: '' } } }
    expect(must(await approvals.request(bot, other)).approval.status).toBe('pending')
  })

  it('take the scope `rules`: without it the vote counts once and says so', async () => {
    const { ask, approvals } = reloadable(asks)
    const first = await ask()
    const decided = must(await approvals.decide(ann, first.id, always(first)))
    expect(decided.votes).toMatchObject([{ verdict: 'allow-once', chosen: 'allow-always' }])
    expect((await ask()).status).toBe('pending')
  })

  it('count nothing where the policy says always', async () => {
    const { ask, approvals, reload } = reloadable(asks)
    const first = await ask()
    must(await approvals.decide(rich, first.id, always(first)))
    reload(policy({ modes: { 'outbound.message': 'always' } }))
    expect((await ask()).status).toBe('pending')
  })

  it('that are revoked stop what they had allowed and was not started', async () => {
    const { ask, approvals, rules } = reloadable(asks)
    const first = await ask()
    must(await approvals.decide(rich, first.id, always(first)))
    const queued = await ask()
    must(await rules.revoke(rich, first.id))
    expect(codeOf(await approvals.start(bot, queued.id, queued.digest))).toBe('policy_changed')
    expect((await ask()).status).toBe('pending')
  })

  it('with a limit count the use they gave as its own', async () => {
    const { ask, approvals } = reloadable(asks)
    const first = await ask()
    must(await approvals.decide(rich, first.id, { ...always(first), remember: { maxUses: 1 } }))
    const last = await ask()
    expect(last.policy.rule).toBe(first.id)
    expect((await ask()).status).toBe('pending')
    expect(codeOf(await approvals.start(bot, last.id, last.digest))).toBe('ok')
  })

  it('go with the approval that is revoked', async () => {
    const { ask, approvals } = reloadable(asks)
    const first = await ask()
    must(await approvals.decide(rich, first.id, always(first)))
    must(await approvals.revoke(bob, first.id, 'wrong number'))
    expect((await ask()).status).toBe('pending')
  })
})

describe('edits', () => {
  const input = { payloads: [{ text: 'hello' }] }
  const editable = policy({ lines: [line('edits', 'ask', { edits: true, when: { kind: 'outbound.message' } })] })

  it('give the requester the edited action to run, and an account of what changed', async () => {
    const { ask, approvals } = reloadable(editable)
    const asked = await ask()
    const decided = must(await approvals.decide(ann, asked.id, { ...allow(asked), input }))
    expect(decided.edits[0]?.changes).toEqual([{ path: 'payloads[0].text', from: 'hi', to: 'hello' }])
    expect(codeOf(await approvals.start(bot, asked.id, asked.digest))).toBe('digest_mismatch')
    expect(must(await approvals.start(bot, asked.id, decided.digest)).approval.action.input).toEqual(input)
  })

  it('are judged by the policy before they count', async () => {
    const guarded = policy({
      lines: [
        { name: 'no-hello', when: { if: 'action.input.payloads[0].text == "hello"' }, then: 'deny' },
        line('edits', 'ask', { edits: true }),
      ],
    })
    const { ask, approvals } = reloadable(guarded)
    const asked = await ask()
    expect(codeOf(await approvals.decide(ann, asked.id, { ...allow(asked), input }))).toBe('edit_denied')
    expect(must(await approvals.get(bot, asked.id)).status).toBe('pending')
  })
})

describe('asking again', () => {
  it('makes a new approval that names the old one, once', async () => {
    const { ask, approvals, clock } = reloadable(asks)
    const old = await ask()
    expect(codeOf(await approvals.reopen(bot, old.id))).toBe('not_reopenable')
    await clock.advance(60_000)
    expect(codeOf(await approvals.reopen(bot, old.id, `sha256:${'0'.repeat(64)}`))).toBe('digest_mismatch')
    const again = must(await approvals.reopen(bot, old.id, old.digest))
    expect(again).toMatchObject({ created: true, approval: { status: 'pending', reopens: old.id, digest: old.digest } })
    expect(must(await approvals.reopen(bot, old.id))).toMatchObject({
      created: false,
      approval: { id: again.approval.id },
    })
    expect(codeOf(await approvals.reopen(ann, old.id))).toBe('forbidden')
  })
})

describe('the memory of denials', () => {
  const remembers = policy({ denialMemory: { windowMs: 30_000, maxDenials: 3 } })
  const about = (to: string) => ({ action: { ...draft.action, target: { channel: 'log', to } } })

  it('answers the same action with the earlier denial, until its window ends or it is reopened', async () => {
    const { ask, approvals, clock } = reloadable(remembers)
    const first = await ask()
    must(await approvals.decide(ann, first.id, deny(first)))
    expect(await ask()).toMatchObject({ id: first.id, status: 'denied' })
    expect(must(await approvals.reopen(bot, first.id)).approval.status).toBe('pending')
    await clock.advance(30_001)
    expect((await ask()).status).toBe('pending')
  })

  it('turns a requester away that was denied too often', async () => {
    const { approvals, clock } = reloadable(remembers)
    for (const to of ['a', 'b', 'c']) {
      const { approval } = must(await approvals.request(bot, about(to)))
      must(await approvals.decide(ann, approval.id, deny(approval)))
    }
    expect(codeOf(await approvals.request(bot, about('d')))).toBe('too_many_denials')
    expect(codeOf(await approvals.request(principal('key:other'), about('d')))).toBe('ok')
    await clock.advance(30_001)
    expect(codeOf(await approvals.request(bot, about('d')))).toBe('ok')
  })
})
