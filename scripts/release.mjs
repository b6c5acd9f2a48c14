// Releases what the changesets ask for, in two runs:
//   pnpm release --dry-run   shows the versions, changelogs and tarballs that would come of it; changes and publishes nothing
//   pnpm release             first run: writes versions and changelogs, to be committed; once no changeset is left: publishes
// Publishing needs a clean checkout and the registry's credentials; with CI's OpenID token it attests provenance.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build, pnpm, run } from './lib/run.mjs'
import { createSteps, report, StepError } from './lib/steps.mjs'
import { inspectPackage, ownCodeBytes } from './packages/inspect.mjs'
import { publishedPackages } from './packages/list.mjs'
import { packPackage } from './packages/pack.mjs'
import { pendingChangesets, versionedCopy } from './packages/versions.mjs'

/** @typedef {import('./packages/pack.mjs').Packed} Packed */

const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean', default: false } } })

/** @param {string} to @returns {Promise<Packed[]>} */
async function packAndInspect(to) {
  const packed = await Promise.all(publishedPackages().map((each) => packPackage(each, to)))
  const problems = await Promise.all(
    packed.map(async (each) => (await inspectPackage(each)).map((problem) => `${each.manifest.name}: ${problem}`)),
  )
  if (problems.flat().length > 0) throw new StepError('Not fit to be published.', problems.flat().join('\n'))
  return packed
}

/** @param {string} tarballs */
async function dryRun(tarballs) {
  const steps = createSteps(3)
  await steps('Building', async () => void (await build()))
  /** @type {Awaited<ReturnType<typeof versionedCopy>>} */
  let next = []
  await steps('Versions and changelogs, in a copy', async () => {
    next = await versionedCopy()
  })
  /** @type {Packed[]} */
  let packed = []
  await steps('Packing and inspecting', async () => {
    packed = await packAndInspect(tarballs)
  })
  const rows = packed.map((each) => {
    const { name, version } = each.manifest
    const versioned = next.find((other) => other.name === name)
    const peers = versioned?.peers.map((peer) => `, peer ${peer}`).join('') ?? ''
    return `  ${name} ${version} → ${versioned?.version ?? version}, ${ownCodeBytes(each)} bytes${peers}`
  })
  process.stdout.write(`Would publish ${rows.length} packages:\n${rows.join('\n')}\n`)
}

/** @param {string} tarballs */
async function release(tarballs) {
  if ((await run(['git', 'status', '--porcelain'], { failure: 'git does not answer.' })).trim() !== '')
    throw new StepError('The checkout is not clean: commit or stash first.', '')
  if (pendingChangesets().length > 0) {
    await run(['changeset', 'version'], { failure: 'The versions could not be written.' })
    await pnpm(['install', '--lockfile-only'], { failure: 'The lockfile could not be brought up to date.' })
    process.stdout.write(
      'Versions and changelogs are written: read them, commit them, and run this again to publish.\n',
    )
    return
  }
  await build()
  const packed = await packAndInspect(tarballs)
  const provenance = process.env.ACTIONS_ID_TOKEN_REQUEST_URL === undefined ? [] : ['--provenance']
  for (const { manifest, tarball } of packed)
    await pnpm(['publish', tarball, '--access', 'public', ...provenance], {
      failure: `${manifest.name} was not published; those before it were.`,
    })
  await run(['changeset', 'tag'], { failure: 'Everything is published, but the tags could not be made.' })
  process.stdout.write(`Published ${packed.length} packages. Push the tags: git push --follow-tags\n`)
}

const tarballs = mkdtempSync(join(tmpdir(), 'holdpoint-release-'))
try {
  await (values['dry-run'] ? dryRun(tarballs) : release(tarballs))
} catch (error) {
  report(error)
  process.exitCode = 1
} finally {
  rmSync(tarballs, { recursive: true, force: true })
}
