// Format, lint and import law of the whole workspace; needs installed and built packages. `--fix` formats and fixes.
import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { root, run } from './lib/run.mjs'
import { report, StepError } from './lib/steps.mjs'

const isFix = process.argv.includes('--fix')

// Whole folders: named one by one, files of a built composite project are wrongly reported as overwriting their input.
const folders = ['packages', 'apps', 'examples', 'scripts'].filter((folder) => existsSync(join(root, folder)))
const sources = globSync(['packages/*/src', 'packages/*/test', 'apps/*/src', 'apps/*/test'], { cwd: root })

const checks = [
  { name: 'oxfmt', command: ['oxfmt', isFix ? '--write' : '--check', '.'] },
  { name: 'oxlint', command: ['oxlint', '--type-aware', '--deny-warnings', ...(isFix ? ['--fix'] : []), ...folders] },
  { name: 'the import law', command: ['depcruise', '--config', '.dependency-cruiser.cjs', ...sources] },
]

let failures = 0
for (const { name, command } of checks) {
  try {
    const output = await run(command, { failure: `Failed: ${name}.` })
    // With the wrong TypeScript dependency-cruiser reads nothing and is content.
    if (name === 'the import law' && !/\((?:[2-9]\d|\d{3,}) modules,/.test(output))
      throw new StepError('Failed: the import law, because dependency-cruiser read next to no modules.', output)
    process.stdout.write(`${output.trim().split('\n').at(-1) ?? ''}\n`)
  } catch (error) {
    report(error)
    failures += 1
  }
}
process.exitCode = failures > 0 ? 1 : 0
