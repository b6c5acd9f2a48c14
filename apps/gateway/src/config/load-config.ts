// Reads, checks and completes the gateway's configuration. It writes nothing, and reports all problems at once.
import { dirname, resolve } from 'node:path'
import { checkAuth } from './check-auth.ts'
import { checkPlugins } from './check-plugins.ts'
import { checkPolicy } from './check-policy.ts'
import { checkSecrets } from './check-secrets.ts'
import { checkSettings } from './check-settings.ts'
import { checkShape } from './check-shape.ts'
import { applyOverrides, overrideWarnings } from './env-overrides.ts'
import { keyName, type ConfigProblem, type Finding } from './finding.ts'
import type { GatewayConfig } from './gateway-config.ts'
import { readConfigFile, type ConfigFile } from './read-config-file.ts'
import { settingsWarnings } from './settings-warnings.ts'
import { substitute, type Env } from './substitute.ts'
import { toGatewayConfig } from './to-gateway-config.ts'

export type { GatewayConfig } from './gateway-config.ts'
export { formatProblem, type ConfigProblem } from './finding.ts'

export type LoadedConfig =
  | { readonly ok: true; readonly config: GatewayConfig; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] }

export interface LoadConfigOptions {
  /** Where `holdpoint.config.json5` is looked for when there is no `path`. */
  readonly cwd: string
  /** Relative to `cwd`; it must exist. */
  readonly path?: string
  readonly env: Env
}

/** Without a file, the defaults. Rejects only on bugs. */
export async function loadConfig({ cwd, path, env }: LoadConfigOptions): Promise<LoadedConfig> {
  const read = await readConfigFile(cwd, path)
  if (!read.ok) return { ok: false, problems: [read.problem] }
  const written = read.value === 'none' ? undefined : read.value
  const dir = written === undefined ? resolve(cwd) : dirname(written.file)

  const overridden = applyOverrides(written?.tree ?? {}, env)
  const isFinal = (key: Finding['path']) => overridden.sources.has(keyName(key))
  const substituted = await substitute(overridden.tree, { dir, env, isFinal })
  const shape = checkShape(substituted.tree)
  const findings = [
    ...(written?.keyLines.findings ?? []),
    ...overridden.findings,
    ...substituted.findings,
    ...checkSecrets(substituted.tree),
    ...checkAuth(substituted.tree),
    ...(shape.ok ? [] : shape.findings),
    ...checkSettings(substituted.tree),
    ...checkPolicy(substituted.tree),
    ...(await checkPlugins(substituted.tree, dir)),
  ]
  if (!shape.ok || findings.length > 0)
    return { ok: false, problems: toProblems(findings, written, overridden.sources) }
  const config = toGatewayConfig(shape.settings, written === undefined ? { dir } : { dir, file: written.file })
  return { ok: true, config, warnings: [...overrideWarnings(env, substituted.variables), ...settingsWarnings(config)] }
}

/** One problem a key: what comes later at the same key follows from the first. */
function toProblems(
  findings: readonly Finding[],
  written: ConfigFile | undefined,
  sources: ReadonlyMap<string, string>,
): ConfigProblem[] {
  const problems = new Map<string, ConfigProblem>()
  for (const { path, message, fix } of findings) {
    const key = keyName(path)
    if (problems.has(key)) continue
    const variable = sources.get(key)
    const line = variable === undefined ? written?.keyLines.lineOf(path) : undefined
    const file = variable === undefined ? (written?.file ?? '(defaults)') : `environment variable ${variable}`
    problems.set(key, { key, file, ...(line === undefined ? {} : { line }), message, fix })
  }
  return [...problems.values()]
}
