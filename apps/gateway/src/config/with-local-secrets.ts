// Completes a configuration that leaves out the credential or the callback keys, from the local secrets.
import { HoldpointError } from '@holdpoint/core'
import { isLoopbackHost } from './expect.ts'
import type { AuthConfig, GatewayConfig } from './gateway-config.ts'
import { readOrCreateLocalSecrets } from './local-secrets.ts'

/** A configuration the gateway can be composed from. */
export interface ReadyConfig extends GatewayConfig {
  readonly auth: AuthConfig
  /** Without keys, no callback is ever accepted. */
  readonly callback: { readonly keys: readonly string[]; readonly maxBodyBytes: number }
}

/**
 * `created` is true on the first run, when the secrets were made. Throws `invalid_config` where local secrets are needed
 * and can't be used, or the host is not loopback.
 */
export async function withLocalSecrets(config: GatewayConfig): Promise<{ config: ReadyConfig; created: boolean }> {
  const { auth, callback } = config
  const ready = (auth: AuthConfig, keys: readonly string[]) => ({ ...config, auth, callback: { ...callback, keys } })
  if (auth !== undefined && callback.keys !== undefined) return { config: ready(auth, callback.keys), created: false }
  if (!isLoopbackHost(config.server.host)) {
    if (auth !== undefined) return { config: ready(auth, []), created: false }
    throw new HoldpointError(
      'invalid_config',
      'auth: a gateway that is not on loopback needs auth. Set auth.token, or auth.password.',
    )
  }
  const local = await readOrCreateLocalSecrets(config.stateDir)
  const credential = auth ?? { mode: 'token', token: local.operatorToken }
  const keys = callback.keys ?? [local.callbackKey]
  if (keys.includes(credential.mode === 'token' ? credential.token : credential.password))
    throw new HoldpointError(
      'invalid_config',
      `The gateway’s ${credential.mode} and a callback key are the same. Give each its own.`,
    )
  return { config: ready(credential, keys), created: local.created }
}
