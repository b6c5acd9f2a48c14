// The hour's calls: never more than there are, decisions first, questions by priority and expiry.
import { describe, expect, it } from 'vitest'
import { createHitlShAllowance, type HitlShAllowanceOptions } from '../src/index.ts'

const hourMs = 3_600_000

function openAllowance(options: HitlShAllowanceOptions = {}) {
  let at = 1_000_000
  const allowance = createHitlShAllowance({ now: () => at, ...options })
  return { allowance, pass: (ms: number) => void (at += ms), now: () => at }
}

const rank = (id: string, expiresAt = 1e12, priority = 1) => ({ id, expiresAt, priority })

/** One answered call, after which the hour is known. */
async function spend(allowance: ReturnType<typeof createHitlShAllowance>, times = 1): Promise<void> {
  for (let n = 0; n < times; n++) {
    const taken = await allowance.take('confirm')
    if (taken.ok) taken.done(true)
  }
}

describe('the hour', () => {
  it('has as many calls as are documented where the service says nothing, and then none until it is over', async () => {
    const { allowance, pass, now } = openAllowance()
    const from = now()
    await spend(allowance, 100)
    expect(await allowance.take('confirm')).toEqual({ ok: false, retryAt: from + hourMs })
    pass(hourMs)
    expect((await allowance.take('confirm')).ok).toBe(true)
  })

  it('is what the headers say, once they do', async () => {
    const { allowance, now } = openAllowance()
    const taken = await allowance.take('confirm')
    if (taken.ok) taken.done(true, { limit: 200, remaining: 7, resetAt: now() + 60_000 })
    expect(allowance.state()).toEqual({ limit: 200, remaining: 7, resetAt: now() + 60_000, waiting: 0 })
    await spend(allowance, 7)
    expect(await allowance.take('confirm')).toEqual({ ok: false, retryAt: now() + 60_000 })
  })

  it('begins with one call alone, so that a restart floods nobody', async () => {
    const { allowance, now } = openAllowance()
    const probe = await allowance.take('confirm')
    let others = 0
    const waiting = Array.from({ length: 20 }, async () => {
      const taken = await allowance.take('confirm')
      if (taken.ok) others += 1
    })
    await Promise.resolve()
    expect(others).toBe(0)
    if (probe.ok) probe.done(true, { limit: 100, remaining: 3, resetAt: now() + hourMs })
    await Promise.all(waiting)
    expect(others).toBe(3)
  })

  it('after a first call that nobody answered, the next one goes alone again', async () => {
    const { allowance } = openAllowance()
    const first = await allowance.take('confirm')
    const [second, third] = [allowance.take('confirm'), allowance.take('confirm')]
    if (first.ok) first.done(false)
    const taken = await second
    let isThird = false
    void third.then(() => (isThird = true))
    await Promise.resolve()
    expect(isThird).toBe(false)
    if (taken.ok) taken.done(true)
    expect((await third).ok).toBe(true)
  })

  it('takes no word for longer than an hour, and what was given back counts', async () => {
    const { allowance, now } = openAllowance()
    const taken = await allowance.take('confirm')
    if (taken.ok) taken.done(true, { limit: 100, remaining: 0, resetAt: now() + 1000 * hourMs })
    expect(allowance.state().resetAt).toBeLessThanOrEqual(now() + hourMs + 5000)
    const { allowance: other, now: when } = openAllowance()
    const first = await other.take('settle')
    if (first.ok) first.done(true, { limit: 100, remaining: 50, resetAt: when() + hourMs })
    const second = await other.take('settle')
    if (second.ok) second.done(true, { limit: 100, remaining: 51, resetAt: when() + hourMs })
    expect(other.state().remaining).toBe(51)
  })
})

describe('who gets what is left', () => {
  it('decisions all of it, questions 60 %, looks half', async () => {
    for (const [use, share] of [
      ['look', 50],
      ['ask', 60],
      ['settle', 90],
      ['confirm', 100],
    ] as const) {
      const { allowance } = openAllowance()
      await spend(allowance)
      let taken = 1
      for (let n = 0; n < 200; n++) {
        const one = await allowance.take(use)
        if (one.ok) taken += 1
        if (one.ok) one.done(true)
      }
      expect(taken, use).toBe(share)
    }
  })

  it('the urgent before the others, then what expires first, in whatever order they come', async () => {
    const { allowance, pass, now } = openAllowance({ limit: 10 })
    await spend(allowance, 10)
    const ranks = [rank('c', 3e12), rank('a', 1e12), rank('d', 1e11, 2), rank('b', 2e12), rank('urgent', 9e12, 0)]
    for (const each of ranks) expect((await allowance.take('ask', each)).ok).toBe(false)
    expect(allowance.state().waiting).toBe(5)
    pass(hourMs)
    // The hour has ten, of which questions have six; three are gone already.
    await spend(allowance, 3)
    const asked: string[] = []
    for (const each of ranks) {
      const taken = await allowance.take('ask', each)
      if (taken.ok) asked.push(each.id)
      if (taken.ok) taken.done(true)
    }
    for (const each of ranks.filter(({ id }) => !asked.includes(id)))
      if ((await allowance.take('ask', each)).ok) asked.push(each.id)
    expect(asked).toHaveLength(3)
    expect(asked.toSorted()).toEqual(['a', 'b', 'urgent'])
    expect(now()).toBeGreaterThan(0)
  })

  it('not those who never come back: decided elsewhere, expired, or gone with their process', async () => {
    const { allowance, pass, now } = openAllowance({ limit: 10 })
    await spend(allowance, 10)
    for (let n = 0; n < 50; n++) await allowance.take('ask', rank(`gone${n}`, now() + 10 * hourMs))
    pass(hourMs)
    await spend(allowance)
    // It is told to look again within this hour, when it is known who is gone.
    const told = await allowance.take('ask', rank('late', now() + 20 * hourMs))
    expect(told.ok ? 0 : told.retryAt - now()).toBeLessThan(65_000)
    expect(told.ok).toBe(false)
    pass(120_000)
    expect((await allowance.take('ask', rank('late', now() + 20 * hourMs))).ok).toBe(true)
    expect(allowance.state().waiting).toBe(0)
  })

  it('nobody is kept waiting beyond its own expiry', async () => {
    const { allowance, now } = openAllowance({ limit: 1 })
    await spend(allowance)
    await allowance.take('ask', rank('short', now() + 1000))
    expect(allowance.state().waiting).toBe(0)
  })

  it('tells who listens', async () => {
    const told: number[] = []
    const { allowance } = openAllowance({ limit: 2, onChange: ({ remaining }) => told.push(remaining) })
    await spend(allowance, 2)
    expect(told.at(-1)).toBe(0)
  })
})
