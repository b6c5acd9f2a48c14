// Everything `pnpm test` does, and what a change must bring along besides: a changeset, and generated references that
// are up to date.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root, run } from './lib/run.mjs'
import { verify } from './lib/verify.mjs'

/** @param {string} branch */
const isBase = (branch) => spawnSync('git', ['merge-base', branch, 'HEAD'], { cwd: root, stdio: 'ignore' }).status === 0
// A shallow clone of one branch has no base to compare with.
const base = ['main', 'origin/main'].find(isBase)

const changesets = {
  title: 'Looking for changesets',
  work: () =>
    run(['changeset', 'status', `--since=${base}`], {
      failure: 'A changed package has no changeset: add one with `pnpm changeset`, or `pnpm changeset --empty`.',
    }),
}

const references = {
  title: 'Comparing the generated references',
  work: () =>
    run(['node', 'scripts/reference.mjs', '--check'], {
      failure: 'The generated references are out of date: run `node scripts/reference.mjs` and commit what it writes.',
    }),
}

await verify({
  extra: [...(base ? [changesets] : []), ...(existsSync(join(root, 'scripts/reference.mjs')) ? [references] : [])],
})
