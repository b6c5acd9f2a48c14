// The workspace's packages that are published, as their package.json files say.
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../lib/run.mjs'

/**
 * @typedef {object} Manifest
 * @property {string} name
 * @property {boolean} [private]
 * @property {string} version
 * @property {Readonly<Record<string, string>>} [dependencies]
 * @property {Readonly<Record<string, string>>} [peerDependencies]
 * @property {Readonly<Record<string, { optional?: boolean }>>} [peerDependenciesMeta]
 */

/** @typedef {{ folder: string, manifest: Manifest }} Package `folder` is absolute */

/** @returns {Package[]} ordered by name */
export const publishedPackages = () =>
  globSync('{packages,apps}/*/package.json', { cwd: root })
    .map((path) => {
      /** @type {Manifest} */
      const manifest = JSON.parse(readFileSync(join(root, path), 'utf8'))
      return { folder: dirname(join(root, path)), manifest }
    })
    .filter(({ manifest }) => manifest.private !== true)
    .toSorted((a, b) => (a.manifest.name < b.manifest.name ? -1 : 1))
