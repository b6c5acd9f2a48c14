// What is wrong with a packed package: what it must hold and must not, how it is resolved, and how large its own code is.
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { childEnv, root } from '../lib/run.mjs'
import { sizeBounds } from './size-bounds.mjs'

/** @typedef {import('./pack.mjs').Packed} Packed */

const allowed = /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|dist\/.+)$/
const unwanted = /(^|\/)(test|tests|src|node_modules)\/|\.(map|tsbuildinfo)$|\.test\./

/**
 * @param {Packed} packed
 * @returns {Promise<string[]>} a sentence for each problem
 */
export async function inspectPackage(packed) {
  return [...wrongFiles(packed), ...tooLarge(packed), ...(await publintSays(packed)), ...(await attwSays(packed))]
}

/** Bytes of the JavaScript (and of an inbox's styles) that we wrote. @param {Packed} packed */
export const ownCodeBytes = ({ files }) =>
  files.filter(({ path }) => /^dist\/.*\.(js|css|html)$/.test(path)).reduce((sum, { bytes }) => sum + bytes, 0)

/** @param {Packed} packed */
function wrongFiles({ files }) {
  const paths = files.map(({ path }) => path)
  return [
    ...['package.json', 'README.md', 'LICENSE']
      .filter((name) => !paths.includes(name))
      .map((name) => `${name} is missing from the tarball.`),
    ...paths
      .filter((path) => !allowed.test(path) || unwanted.test(path))
      .map((path) => `${path} has no business there.`),
  ]
}

/** @param {Packed} packed */
function tooLarge(packed) {
  const { name } = packed.manifest
  const bound = sizeBounds[name]
  const bytes = ownCodeBytes(packed)
  if (bound === undefined)
    return [`scripts/packages/size-bounds.mjs gives no bound for ${name}; it has ${bytes} bytes.`]
  return bytes <= bound ? [] : [`Its own code has ${bytes} bytes, more than its bound of ${bound}.`]
}

/** @param {Packed} packed */
async function publintSays({ tarball, manifest }) {
  const bytes = await readFile(tarball)
  const { messages } = await publint({ pack: { tarball: Uint8Array.from(bytes).buffer }, strict: true })
  return messages.map((message) => `publint: ${formatMessage(message, manifest)}`)
}

/** @param {Packed} packed */
async function attwSays({ tarball, manifest }) {
  // What has no types has nothing that attw could resolve.
  if (!('exports' in manifest)) return []
  try {
    await promisify(execFile)(join(root, 'node_modules/.bin/attw'), [tarball, '--profile', 'esm-only', '--no-emoji'], {
      env: childEnv(),
    })
    return []
  } catch (error) {
    return [`attw: ${error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error)}`]
  }
}
