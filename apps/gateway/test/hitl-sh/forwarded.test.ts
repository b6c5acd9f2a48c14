// Headers by which a proxy says who called: from a proxy that nobody named they say nothing.
import { expect, it } from 'vitest'
import { refusingForwarded } from '../../src/gateway/behind-proxies.ts'
import { fakeRequest } from '../auth/fake-request.ts'

const served = refusingForwarded(async () => ({ status: 200, headers: [] }))

it.each(['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'])(
  'makes nobody local: %s is refused (H1795, P23355)',
  async (name) => {
    const answer = await served(fakeRequest({ method: 'POST', headers: [[name, '127.0.0.1']] }))
    expect(answer?.status).toBe(403)
    expect(JSON.stringify(answer)).toContain('proxy_attribution_required')
    expect((await served(fakeRequest({ method: 'POST', headers: [] })))?.status).toBe(200)
  },
)
