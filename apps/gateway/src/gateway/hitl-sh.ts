// HITL.sh as the gateway's channel, with a callback address of its own for each approval.
import { createHitlShChannel, createHitlShClient } from '@holdpoint/client-hitl-sh'
import { HoldpointError, type Channel, type Log } from '@holdpoint/core'
import { mintCallbackSecret } from '@holdpoint/core/hitl-sh'
import type { ReadyConfig } from '../config/with-local-secrets.ts'

/** None where HITL.sh isn't configured. */
export function createHitlShChannels(config: ReadyConfig, publicUrl: string, log: Log): readonly Channel[] {
  const { hitlSh, loops, callback } = config
  if (!hitlSh) return []
  const [key] = callback.keys
  if (key === undefined)
    throw new HoldpointError(
      'invalid_config',
      'hitlSh needs callback.keys: set at least one key of 24 characters or more.',
    )
  return [
    createHitlShChannel({
      client: createHitlShClient({ apiKey: hitlSh.apiKey, baseUrl: hitlSh.baseUrl }),
      loopFor: (loop) => loops[loop]?.hitlSh?.loopId,
      callbackUrlFor: (id) => `${publicUrl}/hitl/callback/${mintCallbackSecret(id, key)}`,
      inboxUrlFor: (id) => `${publicUrl}/approvals/${id}`,
      confirm: hitlSh.confirm,
      allowPartial: () => hitlSh.allowPartial,
      log,
    }),
  ]
}
