// Whether the plugins that are named are there, and where the configuration says they may be. Nothing of them runs here.
import { realpath, stat } from 'node:fs/promises'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { found, type Finding } from './finding.ts'
import { valueAt } from './raw-tree.ts'

/** `dir` is the configuration's folder. A link out of it is followed only where the path was written in full. */
export async function checkPlugins(tree: unknown, dir: string): Promise<Finding[]> {
  const listed = valueAt(tree, ['plugins'])
  if (!Array.isArray(listed)) return []
  const findings: Finding[] = []
  const seen = new Map<string, number>()
  for (const [index, item] of listed.entries()) {
    const path = ['plugins', index]
    if (typeof item !== 'string' || item.trim() === '') continue
    const real = await realFile(resolve(dir, item))
    if (real === undefined) {
      findings.push(found(path, 'is no file that can be read.', 'Correct the path (relative to this file’s folder).'))
      continue
    }
    if (!isAbsolute(item) && !isInside(await realpath(dir), real))
      findings.push(
        found(path, 'leads out of this file’s folder.', 'Write the path in full, from the root, to allow it.'),
      )
    const earlier = seen.get(real)
    if (earlier !== undefined)
      findings.push(found(path, `is the same file as plugins[${earlier}].`, 'Keep one of the two.'))
    seen.set(real, index)
  }
  return findings
}

function isInside(dir: string, file: string): boolean {
  const way = relative(dir, file)
  return !isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`)
}

async function realFile(path: string): Promise<string | undefined> {
  try {
    return (await stat(path)).isFile() ? await realpath(path) : undefined
  } catch {
    return undefined
  }
}
