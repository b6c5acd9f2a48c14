// A copy of the workspace's sources in a temporary folder, into which a test may write what must not be written.
import { cp, glob, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

const configs = [
  'package.json',
  'tsconfig.base.json',
  'tsconfig.test.json',
  '.dependency-cruiser.cjs',
  '.oxlintrc.json',
]

/** Files by their path from the root: what is seeded. */
export type Seeds = Readonly<Record<string, string>>

/** Copies configs and sources, links the installed packages, and adds the seeds. The caller removes it. */
export async function seededCopy(seeds: Seeds): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'holdpoint-law-'))
  const paths = [...configs]
  for await (const found of glob(['{packages,apps}/*/{src,package.json,tsconfig.json}'], { cwd: root }))
    paths.push(found)
  for (const each of paths) await cp(join(root, each), join(path, each), { recursive: true })
  for await (const found of glob(['node_modules', '{packages,apps}/*/node_modules'], { cwd: root }))
    await symlink(join(root, found), join(path, found))
  for (const [name, text] of Object.entries(seeds)) {
    await mkdir(dirname(join(path, name)), { recursive: true })
    await writeFile(join(path, name), text)
  }
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}
