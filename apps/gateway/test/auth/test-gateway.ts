// The routes under test with everything they need, and a plain way to answer.
import type { Json, Result } from '@holdpoint/core'
import { errorRow, ok, refuse } from '@holdpoint/core'
import type { HttpResponse } from '@holdpoint/core/http'
import { createAuthenticate } from '../../src/auth/authenticate.ts'
import { createFailedAttempts } from '../../src/auth/failed-attempts.ts'
import { createKeys } from '../../src/auth/keys.ts'
import { createKeysRoutes } from '../../src/auth/keys-routes.ts'
import { createSessions } from '../../src/auth/sessions.ts'
import { createSignInLinks } from '../../src/auth/sign-in-links.ts'
import { countingStore } from './counting-store.ts'

export const operatorToken = 'an-operator-token-of-some-length'

export function testGateway(publicUrl = 'http://127.0.0.1:4180') {
  const store = countingStore(Date.now)
  const keys = createKeys({ store })
  const links = createSignInLinks({ store })
  const json = (status: number, value: Json): HttpResponse => ({
    status,
    headers: [['content-type', 'application/json']],
    body: JSON.stringify(value),
  })
  const handler = createKeysRoutes({
    keys,
    links,
    publicUrl,
    authenticate: createAuthenticate({
      operatorToken,
      keys,
      sessions: createSessions({ store, publicUrl }),
      limiter: createFailedAttempts(),
      publicOrigin: publicUrl,
    }),
    respond: {
      json,
      problem: ({ code, detail, field }) =>
        json(errorRow(code).status, { code, detail, ...(field === undefined ? {} : { field }) }),
    },
    async readJson(request): Promise<Result<Json>> {
      const read = await request.body(65_536, 1_000)
      if (!read.ok) return refuse('body_too_large', 'too large')
      try {
        return ok(JSON.parse(new TextDecoder().decode(read.bytes)) as Json)
      } catch {
        return refuse('invalid_json', 'not JSON')
      }
    },
  })
  return { store, keys, links, handler }
}
