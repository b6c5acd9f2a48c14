// A site for adapters: all of Holdpoint over a store in memory, and a route of a host's own behind the guard.
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHoldpoint, createIds, ok, refuse, type Json, type Log, type Principal } from '@holdpoint/core'
import { defaultSettings } from '@holdpoint/core'
import { createCallbackHandler, createGuard, createHandler, firstOf } from '@holdpoint/core/http'
import { mintCallbackSecret } from '@holdpoint/core/hitl-sh'
import type { Store } from '@holdpoint/core/store'
import type { ServeApp } from '../adapter-suite/adapter-case.ts'
import type { HostileSite } from './hostile-site.ts'
import { markOf } from './mark.ts'

const callbackKey = 'c4llb4ck-key-that-nobody-may-see-0123456789'
const credentials = {
  requester: 'Bearer requester-credential-nobody-may-see',
  reviewer: 'Bearer reviewer-credential-nobody-may-see',
  elsewhere: 'Bearer elsewhere-credential-nobody-may-see',
}
const callers: Readonly<Record<string, Principal>> = {
  [credentials.requester]: { id: 'key:bot', scopes: ['request'], loops: ['default'], via: 'api' },
  [credentials.reviewer]: { id: 'ann', scopes: ['decide', 'rules'], loops: ['default'], via: 'api' },
  [credentials.elsewhere]: { id: 'eve', scopes: ['request', 'decide', 'rules'], loops: ['other'], via: 'api' },
}
const limits = { maxBytes: 256 * 1024, timeoutMs: 2_000 }

/** Serves it by the adapter under test; `ran` reads the file that its actions append to. */
export async function serveHostileSite(
  serve: ServeApp,
  store: Store,
  { limitsHeads = false } = {},
): Promise<HostileSite> {
  const folder = await mkdtemp(join(tmpdir(), 'holdpoint-hostile-'))
  const sentinel = join(folder, 'sentinel')
  const ran = (to: string, content: Json) => appendFile(sentinel, `${markOf(to, content)}\n`)
  const lines: string[] = []
  const note = (message: string, fields?: object) => void lines.push(message + JSON.stringify(fields ?? {}))
  const log: Log = { debug: note, info: note, warn: note, error: note }
  const ids = createIds()
  const settings = {
    ...defaultSettings,
    loops: {
      ...defaultSettings.loops,
      other: { thresholds: defaultSettings.loops['default']!.thresholds, channels: [] },
    },
  }
  const { approvals, rules, quarantine, events, pump } = createHoldpoint({
    store,
    log,
    ids,
    settings: () => settings,
    async execute({ action }) {
      const { payloads = [] } = action.input as { payloads?: readonly Json[] }
      for (const payload of payloads) await ran(action.target['to'] ?? '', payload)
      return { outcome: 'succeeded' }
    },
  })
  const authenticate = async (request: { header(name: string): string | undefined }) => {
    const caller = callers[request.header('authorization') ?? '']
    return caller ? ok(caller) : refuse('unauthenticated', 'Name a caller.')
  }
  const shared = { approvals, log, ids, limits, authenticate, maxWaitMs: 5_000 }
  const handler = firstOf(
    createCallbackHandler({
      approvals,
      quarantine,
      log,
      ids,
      limits,
      keys: () => [callbackKey],
      confirm: () => 'never',
    }),
    createHandler({
      ...shared,
      rules,
      quarantine,
      events,
      settings: () => settings,
      outbound: new Set(['log']),
      readiness: async () => ({ ready: true }),
      version: '0.0.0',
    }),
  )
  const guard = createGuard(shared)
  const app = await serve({
    handler,
    onError: (error) => note(String(error)),
    routes: [
      {
        method: 'POST',
        path: '/deploy',
        guard: { guard, options: { headers: ['x-tenant'] } },
        async run({ body }) {
          await ran('/deploy', body === undefined ? null : JSON.parse(JSON.stringify(body)))
          return { status: 201, body: 'deployed' }
        },
      },
    ],
  })
  pump.start()
  return {
    port: app.port,
    host: `127.0.0.1:${app.port}`,
    credentials,
    guarded: true,
    limitsHeads,
    callbackPath: (id) => `/hitl/callback/${mintCallbackSecret(id, callbackKey)}`,
    ran: async () => (await readFile(sentinel, 'utf8').catch(() => '')).split('\n').filter((line) => line !== ''),
    secrets: [callbackKey, ...Object.values(credentials).map((credential) => credential.slice('Bearer '.length))],
    logged: () => lines.join('\n'),
    async close() {
      approvals.close()
      events.close()
      await app.close()
      await pump.stop(1_000)
      await rules.close()
      await store.close()
      await rm(folder, { recursive: true })
    },
  }
}
