import { describe, expect, it } from 'vitest'
import { createFakeClock } from '@holdpoint/testkit'

describe('createFakeClock', () => {
  it('runs due timers in order of time, then of setting, each at its own time', async () => {
    const clock = createFakeClock({ startAt: 1_000 })
    const ran: string[] = []
    const note = (name: string) => () => void ran.push(`${name}@${clock.now()}`)
    clock.after(30, note('c'))
    clock.after(10, note('a'))
    clock.after(10, note('b'))
    clock.after(31, note('d'))
    await clock.advance(30)
    expect(ran).toEqual(['a@1010', 'b@1010', 'c@1030'])
    expect(clock.now()).toBe(1_030)
    expect(clock.pending).toBe(1)
  })

  it('runs timers that timers and their promises set on the way', async () => {
    const clock = createFakeClock({ startAt: 0 })
    const ran: number[] = []
    clock.after(10, () => {
      void Promise.resolve().then(() => clock.after(5, () => ran.push(clock.now())))
    })
    await clock.advance(20)
    expect(ran).toEqual([15])
    expect(clock.pending).toBe(0)
  })

  it('does not run a cancelled timer', async () => {
    const clock = createFakeClock()
    let ran = false
    const cancel = clock.after(10, () => (ran = true))
    cancel()
    cancel()
    await clock.advance(100)
    expect(ran).toBe(false)
  })

  it('lets promises settle that wait on nothing but turns of the event loop', async () => {
    const clock = createFakeClock()
    let settled = false
    void (async () => {
      await new Promise((resolve) => setImmediate(resolve))
      await new Promise((resolve) => setImmediate(resolve))
      settled = true
    })()
    await clock.advance(0)
    expect(settled).toBe(true)
  })

  it('takes delays that setTimeout would fire at once', async () => {
    const clock = createFakeClock({ startAt: 0 })
    let ran = 0
    clock.after(2 ** 31, () => (ran += 1))
    clock.after(Number.POSITIVE_INFINITY, () => (ran += 1))
    await clock.advance(2 ** 31 - 1)
    expect(ran).toBe(0)
    await clock.advance(1)
    expect(ran).toBe(1)
  })

  it.each([-1, Number.NaN])('refuses %d milliseconds', async (ms) => {
    const clock = createFakeClock()
    expect(() => clock.after(ms, () => {})).toThrow('delayMs must be 0 or more')
    await expect(clock.advance(ms)).rejects.toThrow('ms must be 0 or more')
  })
})
