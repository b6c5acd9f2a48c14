// Packs a package as `pnpm publish` would, and says what is in the tarball.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { pnpm } from '../lib/run.mjs'

/** @typedef {import('./list.mjs').Package} Package */
/** @typedef {{ path: string, bytes: number }} PackedFile `path` as it will lie in the installed package */
/** @typedef {Package & { tarball: string, files: readonly PackedFile[] }} Packed */

/**
 * Needs a built package.
 * @param {Package} pack
 * @param {string} to the folder in which the tarball is put
 * @returns {Promise<Packed>}
 */
export async function packPackage(pack, to) {
  const { name } = pack.manifest
  const output = await pnpm(['-C', pack.folder, 'pack', '--json', '--pack-destination', to], {
    failure: `${name} could not be packed: see the messages above.`,
  })
  /** @type {{ filename: string }} */
  const { filename: tarball } = JSON.parse(output.slice(output.indexOf('{')))
  return { ...pack, tarball, files: await filesIn(tarball) }
}

/** @param {string} tarball */
async function filesIn(tarball) {
  const { stdout } = await promisify(execFile)('tar', ['-tvzf', tarball], { maxBuffer: 16 * 1024 * 1024 })
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [, bytes = '', path = ''] = /^\S+\s+\S+\s+(\d+)\s+\S+\s+\S+\s+package\/(.*)$/.exec(line) ?? []
      return { path, bytes: Number(bytes) }
    })
}
