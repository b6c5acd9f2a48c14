// From checked settings to what the gateway runs with: absolute paths, complete thresholds, one form for each choice.
import { resolve } from 'node:path'
import { HoldpointError, parsePolicy, verdicts, type Policy } from '@holdpoint/core'
import type {
  GatewayConfig,
  HitlShConfig,
  LoopConfig,
  LoopHitlShConfig,
  OutboundChannelConfig,
  ServerConfig,
  StorageConfig,
} from './gateway-config.ts'
import { isLoopbackHost } from './expect.ts'
import type { Settings } from './schema.ts'

type HitlShSettings = NonNullable<Settings['hitlSh']>

export function toGatewayConfig(settings: Settings, place: { file?: string; dir: string }): GatewayConfig {
  const { auth, callback, hitlSh, policy } = settings
  const { publicUrl, ...server } = settings.server
  return {
    ...place,
    stateDir: resolve(place.dir, '.holdpoint'),
    server: { ...server, ...(publicUrl === undefined ? {} : { publicUrl: new URL(publicUrl).origin }) },
    ...(auth === undefined ? {} : { auth }),
    storage: toStorage(settings, place.dir),
    callback: { maxBodyBytes: callback.maxBodyBytes, ...(callback.keys === undefined ? {} : { keys: callback.keys }) },
    ...(hitlSh === undefined ? {} : { hitlSh: toHitlSh(hitlSh) }),
    loops: mapValues(settings.loops, (loop, name) => toLoop(loop, toLoopHitlSh(settings, name))),
    groups: settings.groups,
    policy: toPolicy(policy),
    ...(settings.shadow === undefined ? {} : { shadow: toPolicy(settings.shadow) }),
    maxPending: settings.maxPending,
    outbound: mapValues(settings.outbound, (channel) => toChannel(channel, place.dir)),
    plugins: settings.plugins.map((path) => resolve(place.dir, path)),
    ...(settings.webhooks && { webhooks: { secrets: secretsOf(settings.webhooks), allow: settings.webhooks.allow } }),
  }
}

/** Where people and callers reach the gateway: as configured, or by its own host and the port it got. */
export function publicUrlOf(server: ServerConfig, boundPort: number): string {
  if (server.publicUrl !== undefined) return server.publicUrl
  const host = ['0.0.0.0', '::'].includes(server.host) ? '127.0.0.1' : server.host
  return `http://${host.includes(':') ? `[${host}]` : host}:${boundPort}`
}

/** Whether only this machine can reach the gateway. */
export const isLoopbackOnly = (server: ServerConfig): boolean => isLoopbackHost(server.host)

function mapValues<T, U>(from: Readonly<Record<string, T>>, map: (value: T, key: string) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(from).map(([key, value]) => [key, map(value, key)] as const))
}

function toPolicy(settings: Settings['policy']): Policy {
  const parsed = parsePolicy(settings)
  if (parsed.ok) return parsed.value
  throw new HoldpointError(parsed.code, `policy: ${parsed.detail}`)
}

function toStorage({ storage: url, postgres }: Settings, dir: string): StorageConfig {
  if (url === 'memory:') return { type: 'memory' }
  if (url.startsWith('postgres')) {
    const { listenUrl, ...rest } = postgres
    return { type: 'postgres', url, ...rest, ...(listenUrl === undefined ? {} : { listenUrl }) }
  }
  const place = resolve(dir, url.slice(url.indexOf(':') + 1).trim())
  return url.startsWith('file:') ? { type: 'file', folder: place } : { type: 'sqlite', path: place }
}

function toHitlSh({ apiKey, loopId, baseUrl, confirm, webhookSecrets, pollMs }: HitlShSettings): HitlShConfig {
  return { apiKey, loopId, baseUrl: baseUrl.replace(/\/+$/, ''), confirm, webhookSecrets, pollMs }
}

/** None where the loop has no HITL.sh loop of its own, and isn't `default`, which has the top-level one. */
function toLoopHitlSh({ hitlSh, loops }: Settings, name: string): LoopHitlShConfig | undefined {
  const own = loops[name]?.hitlSh
  const loopId = own?.loopId ?? (name === 'default' ? hitlSh?.loopId : undefined)
  if (!hitlSh || loopId === undefined) return undefined
  return {
    loopId,
    allowPartial: own?.allowPartial ?? hitlSh.allowPartial,
    rules: own?.rules ?? hitlSh.rules,
    priority: own?.priority ?? hitlSh.priority,
    redact: own?.redact ?? hitlSh.redact,
  }
}

function toLoop(loop: Settings['loops'][string], hitlSh: LoopHitlShConfig | undefined): LoopConfig {
  return {
    thresholds: {
      ...loop.thresholds,
      verdicts: loop.thresholds.verdicts ?? verdicts,
      reviewers: [...new Set(loop.reviewers)],
    },
    ...(hitlSh && { hitlSh }),
  }
}

function toChannel(channel: Settings['outbound'][string], dir: string): OutboundChannelConfig {
  if (channel.type === 'log') return { type: 'log', path: resolve(dir, channel.path) }
  const { secret, secrets, ...rest } = channel
  return { ...rest, secrets: secretsOf({ secret, secrets }) }
}

/** Exactly one of the two is there: check-settings.ts has seen to it. */
const secretsOf = ({
  secret,
  secrets,
}: {
  readonly secret?: string | undefined
  readonly secrets?: readonly string[] | undefined
}) => secrets ?? (secret === undefined ? [] : [secret])
