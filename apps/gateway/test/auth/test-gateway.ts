// All of auth over a memory store, as the gateway composes it, and with the routes about it.
import { createIds } from '@holdpoint/core'
import { composeAdministration } from '../../src/auth/compose-administration.ts'
import { composeAuth } from '../../src/auth/compose-auth.ts'
import { createKeys } from '../../src/auth/keys.ts'
import { createSecurityLog } from '../../src/auth/security-log.ts'
import type { AuthConfig } from '../../src/config/gateway-config.ts'
import { countingStore } from './counting-store.ts'
import { memoryLog } from './memory-log.ts'

export const operatorToken = 'an-operator-token-of-some-length'
export const origin = 'http://127.0.0.1:4180'

export interface TestGatewayOptions {
  readonly publicUrl?: string
  readonly auth?: () => AuthConfig
  readonly store?: ReturnType<typeof countingStore>
}

export function testGateway(options: TestGatewayOptions = {}) {
  const { publicUrl = origin, store = countingStore(Date.now) } = options
  const auth = options.auth ?? (() => ({ mode: 'token', token: operatorToken }) as const)
  const { log, lines } = memoryLog()
  // Cheap to check: what these tests are about is not the cost.
  const passwordCost = { ln: 4, r: 8, p: 1 }
  const composed = composeAuth({
    auth,
    server: { host: '127.0.0.1', allowedHosts: [] },
    publicUrl,
    boundPort: 4180,
    store,
    loops: () => ['default', 'other'],
    limits: { maxBytes: 65_536, timeoutMs: 1_000 },
    log,
    ids: createIds(),
    passwordCost,
  })
  // A node of its own each time: what it says is what is stored, not what it remembers.
  const stored = () => createKeys({ store })
  const { there } = composeAdministration({ store, auth, publicUrl, passwordCost, security: createSecurityLog(log) })
  return {
    ...composed,
    store,
    lines,
    handler: composed.routes,
    stored,
    accounts: there.accounts,
    links: there.links,
  }
}

export type TestGateway = ReturnType<typeof testGateway>

/** A session of the operator's, as its browser sends it. */
export async function signedIn({ accounts, sessions }: Pick<TestGateway, 'accounts' | 'sessions'>) {
  const operator = await accounts.find('operator')
  if (operator === undefined) throw new Error('no operator')
  const { cookie, session } = await sessions.create(operator, 'token')
  return { cookie: cookie.split(';')[0] ?? '', csrf: session.csrf, session }
}
