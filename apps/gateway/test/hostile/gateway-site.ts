// The gateway itself as the hostile suite's site: composed as `holdpoint serve` does it, on a real port and store.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Json } from '@holdpoint/core'
import { mintCallbackSecret } from '@holdpoint/core/hitl-sh'
import { markOf, type HostileSite } from '@holdpoint/testkit'
import { operatorPrincipal } from '../../src/auth/principals.ts'
import { loadConfig } from '../../src/config/load-config.ts'
import { withLocalSecrets } from '../../src/config/with-local-secrets.ts'
import { createLiveConfig } from '../../src/gateway/live-config.ts'
import { startGateway } from '../../src/gateway/start-gateway.ts'
import { memoryLog } from '../auth/memory-log.ts'

const token = 'c4nary-operator-token-9f2b7c61d0'
const callbackKey = 'c4nary-callback-key-5a1e88d3b7'

/** `storage` and what else the configuration says beside the usual. */
export async function gatewaySite(config: object): Promise<HostileSite> {
  const folder = await mkdtemp(join(tmpdir(), 'holdpoint-hostile-'))
  const written = {
    server: { port: 0 },
    auth: { mode: 'token', token },
    callback: { keys: [callbackKey] },
    loops: { default: { reviewers: ['*'] }, other: { reviewers: ['*'] } },
    outbound: { log: { type: 'log', path: 'sentinel.jsonl' } },
    ...config,
  }
  await writeFile(join(folder, 'holdpoint.config.json5'), JSON.stringify(written))
  const loaded = await loadConfig({ cwd: folder, env: {} })
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  const ready = await withLocalSecrets(loaded.config)
  const { log, lines } = memoryLog()
  const live = createLiveConfig({ config: ready.config, read: async () => ready.config, log })
  const gateway = await startGateway(live, log, '0.0.0')
  const { port, host } = new URL(gateway.publicUrl)
  const bearer = async (name: string, scopes: readonly string[], loop: string) => {
    const made = await gateway.auth.keys.create(operatorPrincipal('cli'), { name, scopes, loops: [loop] })
    if (!made.ok) throw new Error(made.detail)
    return `Bearer ${made.value.key}`
  }
  const credentials = {
    requester: await bearer('bot', ['request'], 'default'),
    reviewer: await bearer('judge', ['decide', 'rules'], 'default'),
    elsewhere: await bearer('eve', ['request', 'decide', 'rules'], 'other'),
  }
  return {
    port: Number(port),
    host,
    credentials,
    guarded: false,
    limitsHeads: true,
    callbackPath: (id) => `/hitl/callback/${mintCallbackSecret(id, callbackKey)}`,
    async ran() {
      const text = await readFile(join(folder, 'sentinel.jsonl'), 'utf8').catch(() => '')
      return text.split('\n').flatMap((line) => {
        if (line === '') return []
        const { to, payload }: { to: string; payload: Json } = JSON.parse(line)
        return [markOf(to, payload)]
      })
    },
    secrets: [
      token,
      callbackKey,
      ...Object.values(credentials).map((credential) => credential.replace(/^Bearer hpk_[a-z]+_/, '')),
    ],
    logged: () => lines.join('\n'),
    async close() {
      await gateway.stop()
      await rm(folder, { recursive: true })
    },
  }
}
