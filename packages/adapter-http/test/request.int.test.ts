import { describe, expect, it } from 'vitest'
import type { HttpContext } from '@holdpoint/core/http'
import { dial, start } from './raw-client.ts'

describe('the context', () => {
  it('is the peer’s address, with what the host knows laid over it', async () => {
    const principal = { id: 'key:bot', scopes: ['request'], loops: ['default'], via: 'api' } as const
    const contexts: (HttpContext | undefined)[] = []
    const port = await start(
      async (_request, context) => {
        contexts.push(context)
        return { status: 200, headers: [['content-type', 'text/plain']], body: 'ok' }
      },
      { context: () => ({ principal }) },
    )
    const client = await dial(port)
    client.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    await client.until((text) => text.endsWith('ok'))
    expect(contexts).toEqual([{ remoteAddress: '127.0.0.1', principal }])
  })
})
