// A served handler whose event streams can be opened and read.
import { readEvents } from './event-client.ts'
import { request, read, served, type Sent } from './served.ts'

export function streaming(options?: Parameters<typeof served>[0]) {
  const server = served(options)
  return {
    ...server,
    async open(who: string, sent: Sent = {}) {
      const headers = { authorization: who, ...sent.headers }
      const response = await server.handler(request('GET', '/v1/events', { ...sent, headers }))
      if (response?.status !== 200) throw new Error(`refused: ${JSON.stringify(read(response))}`)
      const stream = readEvents(response)
      stream.start()
      await server.clock.advance(0)
      return { ...stream, response }
    },
    async decide(approval: { readonly id: string; readonly digest: string }, verdict = 'allow-once') {
      const body = { verdict, digest: approval.digest }
      return server.call('ann', 'POST', `/v1/approvals/${approval.id}/decision`, { body })
    },
  }
}
