// Proves that the simulation bites: each mutant breaks one line of a copy of the sources, and must be found out.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mutants } from './sim-mutants.mjs'
import { runSeeds } from './sim-seeds.mjs'

/** Seeds that a mutant may survive before it counts as not found. */
const defaultBudget = 6000

/**
 * @param {{ root: string, workers: number, only?: string, onLine: (line: string) => void }} options `only`: part of a name
 * @returns {Promise<{ killed: number, of: number }>}
 */
export async function runMutants({ root, workers, only = '', onLine }) {
  const chosen = mutants.filter(({ name }) => name.includes(only))
  // All are applied before any is run: one that no longer fits the sources is told at once.
  for (const mutant of chosen) apply(root, mutant)
  const queue = [...chosen]
  let killed = 0
  const work = async () => {
    for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
      const found = await findOut(root, mutant)
      if (found) killed += 1
      onLine(`${found ? 'killed  ' : 'SURVIVED'} ${mutant.name}${found ? `: seed ${found.seed}, ${found.what}` : ''}`)
    }
  }
  await Promise.all(Array.from({ length: workers }, work))
  return { killed, of: chosen.length }
}

/**
 * @param {string} root
 * @param {import('./sim-mutants.mjs').Mutant} mutant
 */
async function findOut(root, mutant) {
  const copy = copySources(root)
  try {
    writeFileSync(join(copy, 'packages', mutant.file), apply(root, mutant))
    const count = mutant.budget ?? defaultBudget
    const { failures } = await runSeeds({ root: copy, from: 1, count, workers: 1, stopAtFirst: true })
    const [first] = failures
    const [violation] = first?.violations ?? []
    if (!first || !violation) return undefined
    // What is broken without the mutant as well proves nothing about it.
    const { failures: own } = await runSeeds({ root, from: first.seed, count: 1, workers: 1 })
    if (own.length > 0) throw new Error(`seed ${first.seed} breaks a promise without a mutant, too`)
    return { seed: first.seed, what: `${violation.promise} ${violation.what}` }
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/** The mutated text. Throws unless `find` is there exactly once: a mutant that no longer fits would prove nothing. */
const apply = (
  /** @type {string} */ root,
  /** @type {import('./sim-mutants.mjs').Mutant} */ { name, file, find, replace },
) => {
  const text = readFileSync(join(root, 'packages', file), 'utf8')
  const times = text.split(find).length - 1
  if (times !== 1)
    throw new Error(`mutant "${name}": ${file} holds its text ${times} times, and must hold it once:\n${find}`)
  return text.replace(find, () => replace)
}

/** Outside of the repository, with core's dependencies linked in. */
function copySources(/** @type {string} */ root) {
  const copy = mkdtempSync(join(tmpdir(), 'holdpoint-mutant-'))
  writeFileSync(join(copy, 'package.json'), '{ "type": "module" }')
  for (const folder of ['core/src', 'testkit/src/simulation']) {
    const to = join(copy, 'packages', folder)
    mkdirSync(to, { recursive: true })
    cpSync(join(root, 'packages', folder), to, { recursive: true, dereference: true })
  }
  symlinkSync(join(root, 'packages/core/node_modules'), join(copy, 'packages/core/node_modules'))
  return copy
}
