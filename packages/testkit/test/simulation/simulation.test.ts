// A few hundred worlds in this process: all promises hold in each, and a seed tells the whole story.
import { describe, expect, it } from 'vitest'
import { simulate, tellStory } from '../../src/simulation/index.ts'

const seeds = 250

describe('simulated worlds', () => {
  it(`I1–I5 I7–I10 I12–I15 I17 I21 I22 I24 I25 I31 I36: hold in ${seeds} of them`, { timeout: 120_000 }, async () => {
    const begun = performance.now()
    const sum = { steps: 0, approvals: 0, runs: 0 }
    for (let seed = 1; seed <= seeds; seed++) {
      const { violations, steps, approvals, runs, history } = await simulate(seed)
      const [first] = violations
      if (first) expect.fail(`seed ${seed}: ${JSON.stringify(first)}\n${tellStory(history, first.approval).join('\n')}`)
      sum.steps += steps
      sum.approvals += approvals
      sum.runs += runs
    }
    process.stdout.write(`simulation: ${seeds} seeds, ${Math.round(performance.now() - begun)} ms\n`)
    // Worlds in which nothing happens prove nothing.
    expect(sum.steps).toBeGreaterThan(seeds * 100)
    expect(sum.approvals).toBeGreaterThan(seeds)
    expect(sum.runs).toBeGreaterThan(seeds / 5)
  })

  it('are the same for the same seed, and differ for others', async () => {
    const told = async (seed: number) => JSON.stringify((await simulate(seed)).history.writes)
    for (const seed of [3, 14, 159]) expect(await told(seed)).toBe(await told(seed))
    expect(await told(3)).not.toBe(await told(4))
  })

  it('leave the clocks of this process as they were', async () => {
    const { now } = Date
    await simulate(5)
    expect(Date.now).toBe(now)
  })
})
