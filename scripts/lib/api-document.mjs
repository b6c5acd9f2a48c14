// The OpenAPI document as a gateway with everything switched on serves it. Reads what is built, so build first.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * @param {string} root
 * @returns {Promise<import('./api-page.mjs').Document>}
 */
export async function apiDocument(root) {
  /** @param {string} path */
  const built = (path) => import(pathToFileURL(join(root, 'packages', path)).href)
  /** @type {typeof import('../../packages/core/src/index.ts')} */
  const { createHoldpoint, createIds, defaultSettings, refuse } = await built('core/dist/index.js')
  /** @type {typeof import('../../packages/core/src/http/index.ts')} */
  const { createHandler } = await built('core/dist/http/index.js')
  /** @type {typeof import('../../packages/storage-memory/src/index.ts')} */
  const { createMemoryStore } = await built('storage-memory/dist/index.js')

  const nothing = () => {}
  const handler = createHandler({
    ...createHoldpoint({ store: createMemoryStore() }),
    settings: () => defaultSettings,
    outbound: new Set(['log']),
    authenticate: async () => refuse('unauthenticated', ''),
    readiness: async () => ({ ready: true }),
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    ids: createIds(),
    limits: { maxBytes: 0, timeoutMs: 0 },
    maxWaitMs: 0,
    // The document of a running gateway has its version; a version here would be outdated at each release.
    version: 'unreleased',
  })
  const answer = await handler({
    method: 'GET',
    target: '/openapi.json',
    header: () => undefined,
    headerCount: () => 0,
    body: async () => ({ ok: false, why: 'aborted' }),
    signal: new AbortController().signal,
  })
  if (typeof answer?.body !== 'string') throw new Error('the handler serves no document')
  return JSON.parse(answer.body)
}
