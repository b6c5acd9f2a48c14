// A configuration in a folder of its own, and secrets that are good enough.
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig, type ConfigProblem, type LoadedConfig } from '../../src/config/load-config.ts'

export const goodSecret = () => randomBytes(24).toString('hex')

export async function withFolder<T>(run: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'holdpoint-config-'))
  try {
    return await run(dir)
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

/** Loads this text (or this value, as JSON) as the configuration file. */
export function load(content: unknown, env: Record<string, string> = {}): Promise<LoadedConfig> {
  return withFolder(async (dir) => {
    const text = typeof content === 'string' ? content : JSON.stringify(content)
    await writeFile(join(dir, 'holdpoint.config.json5'), text)
    return loadConfig({ cwd: dir, env })
  })
}

export async function problemsOf(
  content: unknown,
  env: Record<string, string> = {},
): Promise<readonly ConfigProblem[]> {
  const loaded = await load(content, env)
  return loaded.ok ? [] : loaded.problems
}

export async function configOf(content: unknown, env: Record<string, string> = {}) {
  const loaded = await load(content, env)
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  return loaded
}
