// The environment variables that replace a key of the configuration: a short, explicit table.
import { didYouMean } from './did-you-mean.ts'
import { keyName, type Finding, type KeyPath } from './finding.ts'
import { isRawObject, type RawObject } from './raw-tree.ts'
import type { Env } from './substitute.ts'

const overrides = {
  HOLDPOINT_SERVER_HOST: ['server', 'host'],
  HOLDPOINT_SERVER_PORT: ['server', 'port'],
  HOLDPOINT_SERVER_PUBLIC_URL: ['server', 'publicUrl'],
  HOLDPOINT_STORAGE: ['storage'],
  HOLDPOINT_AUTH_TOKEN: ['auth', 'token'],
  HOLDPOINT_AUTH_PASSWORD: ['auth', 'password'],
} as const satisfies Record<string, readonly string[]>

/** Variables of ours that mean something else: samples of what a configuration names, and switches of tools. */
const others: ReadonlySet<string> = new Set([
  'HOLDPOINT_TOKEN',
  'HOLDPOINT_PASSWORD',
  'HOLDPOINT_CALLBACK_KEY',
  'HOLDPOINT_SCALE',
  'HOLDPOINT_CHROMIUM',
  'HOLDPOINT_POSTGRES',
  'HOLDPOINT_CONFIG',
])

const section = /^HOLDPOINT_(SERVER|STORAGE|AUTH|CALLBACK|HITL|LOOPS|POLICY|MAX|OUTBOUND|PLUGINS)/

export interface Overridden {
  readonly tree: RawObject
  /** Which variable gave a key its value, by the key's name. */
  readonly sources: ReadonlyMap<string, string>
  readonly findings: readonly Finding[]
}

export function applyOverrides(tree: RawObject, env: Env): Overridden {
  const next = structuredClone(tree)
  const sources = new Map<string, string>()
  const findings: Finding[] = []
  for (const [variable, path] of Object.entries(overrides)) {
    const value = env[variable]
    if (value === undefined) continue
    sources.set(keyName(path), variable)
    if (value.trim() === '')
      findings.push({ path, message: `${variable} is set but empty.`, fix: 'Give it a value or unset it.' })
    else put(next, path, variable === 'HOLDPOINT_SERVER_PORT' && /^\d+$/.test(value) ? Number(value) : value)
  }
  return { tree: next, sources, findings }
}

function put(tree: RawObject, path: KeyPath, value: unknown): void {
  const [first, second] = path
  if (typeof first !== 'string') return
  if (typeof second !== 'string') {
    tree[first] = value
    return
  }
  const section = (tree[first] ??= first === 'auth' ? { mode: second } : {})
  if (isRawObject(section)) section[second] = value
}

/** Warnings for variables that look like an override and are none; `named` are those the configuration itself uses. */
export function overrideWarnings(env: Env, named: ReadonlySet<string>): string[] {
  const known = Object.keys(overrides)
  return Object.keys(env)
    .filter((name) => name.startsWith('HOLDPOINT_') && !known.includes(name) && !others.has(name) && !named.has(name))
    .filter((name) => section.test(name) || didYouMean(name, known) !== undefined)
    .map((name) => {
      const near = didYouMean(name, known)
      return `${name} overrides nothing; ${near === undefined ? `known are ${known.join(', ')}` : `did you mean ${near}?`}`
    })
}
