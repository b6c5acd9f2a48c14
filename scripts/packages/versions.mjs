// What the changesets will make of the versions, found out on a copy.
import { globSync, readFileSync, symlinkSync } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root, run } from '../lib/run.mjs'

/** @typedef {{ name: string, version: string, peers: string[] }} Versioned */

/** Names of the changesets that no release has taken yet. */
export const pendingChangesets = () =>
  globSync('.changeset/*.md', { cwd: root }).filter((name) => !name.endsWith('README.md'))

/**
 * Runs `changeset version` on a copy of the manifests and changesets.
 * @returns {Promise<Versioned[]>} the published packages as they would be
 */
export async function versionedCopy() {
  const copy = await mkdtemp(join(tmpdir(), 'holdpoint-versions-'))
  try {
    for (const path of globSync(
      [
        'package.json',
        'pnpm-workspace.yaml',
        'pnpm-lock.yaml',
        '.changeset',
        '{packages,apps,examples}/{,*/}{package.json,CHANGELOG.md}',
      ],
      { cwd: root },
    ))
      if (!path.includes('node_modules')) await cp(join(root, path), join(copy, path), { recursive: true })
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
    // changesets asks git which commits added what.
    const git = ['git', '-c', 'user.name=release', '-c', 'user.email=release@localhost']
    for (const args of [
      ['init', '-q', '-b', 'main'],
      ['add', '-A'],
      ['commit', '-q', '-m', 'copy'],
    ])
      await run([...git, ...args], { failure: 'The copy could not be made.', cwd: copy })
    await run(['changeset', 'version'], { failure: '`changeset version` failed on a copy.', cwd: copy })
    /** @type {import('./list.mjs').Manifest[]} */
    const manifests = globSync('{packages,apps}/*/package.json', { cwd: copy })
      .map((path) => JSON.parse(readFileSync(join(copy, path), 'utf8')))
      .filter((manifest) => manifest.private !== true)
    const versions = new Map(manifests.map(({ name, version }) => [name, version]))
    return manifests.map(({ name, version, peerDependencies = {} }) => ({
      name,
      version,
      // pnpm writes the range of a package of this workspace when it packs.
      peers: Object.entries(peerDependencies).map(
        ([peer, range]) => `${peer} ${range.replace(/^workspace:\^$/, `^${versions.get(peer)}`)}`,
      ),
    }))
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}
