// What a plugin is, for those who write one. A plugin is trusted code in the gateway's own process; these types and the
// checks on them keep it from being open by accident, not from being hostile.
import type { Action, Gate, Json, Log, Principal } from '@holdpoint/core'
import type { OutboundDelivery, SendResult } from '../outbound/outbound-channel.ts'

export type PluginMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** One call of one route, after the gateway has let it through. */
export interface PluginCall {
  readonly method: string
  /** As it was sent, with the prefix: `/plugins/echo/say`. */
  readonly path: string
  /** The decoded values of the pattern's `{…}` segments. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** `cookie` is never shown, `authorization` only on public routes: those credentials are the gateway's. */
  header(name: string): string | undefined
  /** What was sent; on a route that asks for approval, the very bytes that were approved. */
  readonly body: Uint8Array
  text(): string
  /** Throws what is answered 400 where the body isn't JSON that can be read in one way only. */
  json(): Json
  /** Who called; absent on public routes. */
  readonly principal?: Principal
  /** What was allowed; absent where nobody had to be asked. */
  readonly approval?: { readonly id: string; readonly digest: string; readonly action: Action }
  /** Aborts when the client leaves. */
  readonly signal: AbortSignal
}

/** `json` or `body`, not both. */
export interface PluginAnswer {
  /** 200…599; by default 200, or 204 without a body. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>
  readonly json?: Json
}

export interface PluginRoute {
  /** A GET answers HEAD too. */
  readonly method: PluginMethod
  /** Below `/plugins/<name>`: `/say/{id}`, where `{id}` is any one segment. There are no catch-alls. */
  readonly path: string
  readonly handler: (call: PluginCall) => PluginAnswer | Promise<PluginAnswer>
  /** No credential is asked for. By default every route takes the gateway's credential, a key, or a session. */
  readonly public?: boolean
  /** Each call is held until a person has allowed it, unless policy or a rule answers for them. */
  readonly approval?: boolean
  /** How many calls of a public route that asks for approval may be pending; a must there. */
  readonly maxPending?: number
  /** Lets a GET ask for approval, though a prefetcher may then page people. */
  readonly safeMethods?: boolean
  /** Headers, in lower case, that decide what the call does: each is part of what is approved. */
  readonly headers?: readonly string[]
  /** Takes bodies that aren't text where approval is asked for. */
  readonly binary?: boolean
  readonly loop?: string
  /** How long a reviewer has, in ms; the policy's default otherwise. */
  readonly expiresInMs?: number
}

/** Called by the gateway once for each approved message. Throwing is `unknown`. */
export interface PluginChannel {
  send(message: OutboundDelivery, signal: AbortSignal): Promise<SendResult>
}

export interface PluginContext {
  readonly name: string
  readonly log: Log
  /** Holds what the plugin itself is about to do, asked in the name of `plugin:<name>`. */
  readonly gate: (loop?: string) => Gate
  /** Aborts when the gateway stops. */
  readonly signal: AbortSignal
}

export interface Plugin {
  /** Lower-case letters, digits and `-`; the prefix of its routes. */
  readonly name: string
  readonly routes?: readonly PluginRoute[]
  /** Ways out for `/v1/outbound`, by name, beside those of the configuration. */
  readonly channels?: Readonly<Record<string, PluginChannel>>
  /** Before the gateway serves. Throwing refuses the start; it has 10 s. */
  start?(context: PluginContext): void | Promise<void>
  /** After the last call; it has 5 s. Called only if `start` had come to its end. */
  stop?(): void | Promise<void>
}

/** The plugin as it is, with its types checked. */
export const definePlugin = (plugin: Plugin): Plugin => plugin
