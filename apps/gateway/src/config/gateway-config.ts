// What the gateway runs with, after reading, checking and defaulting: paths are absolute, secrets are resolved.
import type { HitlShRedaction } from '@holdpoint/client-hitl-sh'
import type { Policy, Thresholds } from '@holdpoint/core'
import type { HitlShPriority } from '@holdpoint/core/hitl-sh'

export type LogChannelConfig = { readonly type: 'log'; readonly path: string }

export type WebhookChannelConfig = {
  readonly type: 'webhook'
  readonly url: string
  /** One or more; every message is signed with each, so that a receiver can change over. */
  readonly secrets: readonly string[]
  /** CIDR blocks that may be reached although they aren't public; plain http is only for these. */
  readonly allow: readonly string[]
  /** For one attempt, from connecting to the status line. */
  readonly timeoutMs: number
}

export type OutboundChannelConfig = LogChannelConfig | WebhookChannelConfig

export interface ServerConfig {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** An origin, without a trailing slash. Absent: see `publicUrlOf`. */
  readonly publicUrl?: string
  /** Further `Host` values under which it answers. */
  readonly allowedHosts: readonly string[]
  /** Addresses and CIDR blocks whose forwarded headers count. */
  readonly trustedProxies: readonly string[]
  /** Where they write whom they speak for. */
  readonly forwardedHeader: 'x-forwarded-for' | 'forwarded'
  readonly untrustedProxyHeaders: 'refuse' | 'ignore'
  readonly maxWaitMs: number
  readonly maxBodyBytes: number
  /** Origins whose pages may call the API. */
  readonly cors: readonly string[]
}

export interface PostgresConfig {
  readonly type: 'postgres'
  /** May hold a password: never shown. */
  readonly url: string
  readonly schema: string
  readonly maxConnections: number
  readonly transactionPooler: boolean
  /** Straight to the server, where `url` goes through a pooler; as secret as `url`. */
  readonly listenUrl?: string
}

export type StorageConfig =
  | { readonly type: 'sqlite'; readonly path: string }
  | { readonly type: 'file'; readonly folder: string }
  | { readonly type: 'memory' }
  | PostgresConfig

/** The gateway's own credential: one of the two, never both. */
export type AuthConfig =
  | { readonly mode: 'token'; readonly token: string }
  | { readonly mode: 'password'; readonly password: string }

export interface HitlShConfig {
  readonly apiKey: string
  readonly loopId: string
  /** Without a trailing slash. */
  readonly baseUrl: string
  readonly confirm: 'always' | 'never'
  /** What account-level webhooks are signed with; none: signatures aren't looked at. */
  readonly webhookSecrets: readonly string[]
  /** How often to look for answers whose callbacks didn't come; 0 for never. */
  readonly pollMs: number
}

/** How one loop's questions are put on HITL.sh: its own settings over those of `hitlSh`. */
export interface LoopHitlShConfig {
  readonly loopId: string
  readonly allowPartial: boolean
  readonly rules: boolean
  readonly priority: HitlShPriority
  readonly redact: HitlShRedaction
}

/** Messages to the `callbackUrl` of approvals. */
export interface WebhooksConfig {
  /** One or two; every message is signed with each, so that receivers can change over. */
  readonly secrets: readonly string[]
  /** CIDR blocks that may be reached although they aren't public; plain http is only for these. */
  readonly allow: readonly string[]
}

export interface LoopConfig {
  /** Complete: the loop's reviewers and its own thresholds over the defaults. */
  readonly thresholds: Thresholds
  /** Absent where its reviewers aren't asked on HITL.sh. The top-level `hitlSh.loopId` serves the loop `default`. */
  readonly hitlSh?: LoopHitlShConfig
}

export interface GatewayConfig {
  /** The file it was read from; absent when there is none. */
  readonly file?: string
  /** The folder that relative paths resolve against. */
  readonly dir: string
  /** Where secrets that the gateway makes itself are kept: `.holdpoint` in `dir`. */
  readonly stateDir: string
  readonly server: ServerConfig
  /** Absent only on a loopback host: then the local secrets stand in. */
  readonly auth?: AuthConfig
  readonly storage: StorageConfig
  /** `keys` is absent when the config names none: on a loopback host the local secrets stand in. */
  readonly callback: { readonly keys?: readonly string[]; readonly maxBodyBytes: number }
  readonly hitlSh?: HitlShConfig
  readonly loops: Readonly<Record<string, LoopConfig>>
  /** Reviewer ids by group. */
  readonly groups: Readonly<Record<string, readonly string[]>>
  readonly policy: Policy
  /** A policy that is only tried out. */
  readonly shadow?: Policy
  /** Pending approvals per requester and loop. */
  readonly maxPending: number
  readonly outbound: Readonly<Record<string, OutboundChannelConfig>>
  /** Files of modules, absolute. */
  readonly plugins: readonly string[]
  /** Absent: no `callbackUrl` is taken. */
  readonly webhooks?: WebhooksConfig
}
