// The whole simulation, as `pnpm sim` runs it: ten thousand worlds without a broken promise, and every mutant found out.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../../..', import.meta.url))

/** The last lines that `pnpm sim` prints; its exit code is 0, or this rejects with what it printed. */
async function sim(...args: readonly string[]): Promise<string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, ['scripts/sim.mjs', ...args], { cwd: root })
  return stdout.trim().split('\n')
}

it('10,000 worlds keep every promise', async () => {
  const last = (await sim('--seeds', '10000')).at(-1) ?? ''
  process.stdout.write(`${last}\n`)
  expect(last).toMatch(/^simulation: 10000 seeds, .* 0 violations, /)
})

it('every mutant is found out', async () => {
  const last = (await sim('--mutants')).at(-1) ?? ''
  process.stdout.write(`${last}\n`)
  const [, killed, of] = /^(\d+)\/(\d+) mutants killed/.exec(last) ?? []
  expect(killed).toBe(of)
  expect(Number(of)).toBeGreaterThanOrEqual(20)
})
