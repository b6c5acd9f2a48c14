// Looking without pressing anything: every safe method, plain and as prefetchers do it.
import type { BrowserContext } from 'playwright-core'
import { expect } from 'vitest'
import type { GatewayProcess } from './gateway-process.ts'

/** With the session of `context`. Whether anything has changed is for the caller to see. */
export async function lookEverywhere(
  gateway: GatewayProcess,
  context: BrowserContext,
  paths: readonly string[],
): Promise<void> {
  const [cookie] = await context.cookies()
  for (const path of paths)
    for (const method of ['GET', 'HEAD', 'OPTIONS'] as const)
      for (const headers of [{}, { purpose: 'prefetch' }, { 'sec-purpose': 'prefetch;prerender' }]) {
        const sent = { cookie: `${cookie?.name}=${cookie?.value}`, ...headers }
        const answer = await gateway.api().call(method, path, { headers: sent })
        expect([200, 405]).toContain(answer.status)
        expect(answer.headers['set-cookie']).toBeUndefined()
      }
}
