// I1 I2: a start whose policy is asked once more, while others act. A ticket is handed out only with its start.
import { describe, expect, it } from 'vitest'
import { createGate } from '../../src/gate/gate.ts'
import type { Judge } from '../../src/service/judging.ts'
import { allow, ann, bot, codeOf, createWorld, draft, must } from './world.ts'

/** A world whose policy stops every start, once `meanwhile` has happened. */
function stopping(meanwhile: (plain: ReturnType<typeof createWorld>, id: string) => Promise<void>) {
  // Another node on the same store, whose policy stops nothing; the store's clock is its clock.
  const plain = createWorld()
  const stop: Pick<Judge, 'whyStopped'> = {
    async whyStopped({ id }) {
      await meanwhile(plain, id)
      return 'the policy says "deny" now'
    },
  }
  const judge: Judge = {
    request: async () => ({
      policy: { answer: 'ask', line: 'test' },
      thresholds: {
        approve: 1,
        deny: 1,
        reviewers: ['*'],
        separateRequester: true,
        reasonRequired: 'never',
        verdicts: ['allow-once', 'deny'],
      },
      editable: false,
      ruleBindsInput: false,
      expiresInMs: 60_000,
      grantMs: 10_000,
      maxRunMs: 5_000,
    }),
    edit: () => 'ask',
    ...stop,
  }
  const world = createWorld({ store: () => plain.inner, approvals: { judge } })
  return { world, plain }
}

const approve = async (world: ReturnType<typeof createWorld>) => {
  const mine = must(await world.approvals.request(bot, draft)).approval
  return must(await world.approvals.decide(ann, mine.id, allow(mine)))
}

describe('a start that the policy stops', () => {
  it('withdraws the approval', async () => {
    const { world, plain } = stopping(async () => {})
    const mine = await approve(world)
    expect(codeOf(await world.approvals.start(bot, mine.id, mine.digest))).toBe('policy_changed')
    expect(await plain.stored(mine.id)).toMatchObject({ status: 'revoked', withdrawn: 'policy_changed' })
  })

  it('hands out no ticket where another node, whose policy is older, has started it meanwhile', async () => {
    const { world, plain } = stopping(async (plain, id) => {
      const { digest } = must(await plain.approvals.get(bot, id))
      must(await plain.approvals.start(bot, id, digest))
    })
    const mine = await approve(world)
    expect((await world.approvals.start(bot, mine.id, mine.digest)).ok).toBe(false)
    expect((await plain.stored(mine.id)).status).toBe('started')
  })

  it('hands out no ticket where its grant has ended meanwhile', async () => {
    const { world, plain } = stopping((plain) => plain.clock.advance(10_000))
    const mine = await approve(world)
    expect((await world.approvals.start(bot, mine.id, mine.digest)).ok).toBe(false)
    expect((await plain.stored(mine.id)).ticket).toBeUndefined()
  })

  it('runs nothing in the gate', async () => {
    for (const meanwhile of [async () => {}, (plain: ReturnType<typeof createWorld>) => plain.clock.advance(10_000)]) {
      const { world } = stopping(meanwhile)
      const gate = createGate({ approvals: world.approvals, principal: bot })
      let calls = 0
      const running = gate.run(draft.action, () => void (calls += 1))
      await world.clock.advance(0)
      const [mine] = must(await world.approvals.list(ann, { limit: 1 })).items
      if (!mine) throw new Error('nothing is held')
      must(await world.approvals.decide(ann, mine.id, allow(mine)))
      await world.clock.advance(0)
      expect(await running).toMatchObject({ type: 'blocked' })
      expect(calls).toBe(0)
    }
  })
})
