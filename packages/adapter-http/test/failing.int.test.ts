import { createServer, type IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { serve, toNodeListener } from '../src/index.ts'
import { dial, listen, start } from './raw-client.ts'

const get = (path = '/') => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`
const answerOf = (text: string): unknown => JSON.parse(text.slice(text.lastIndexOf('\r\n\r\n') + 4))
const whole = (text: string) => text.endsWith('}')

describe('a path that the handler does not know', () => {
  it('gets one constant answer', async () => {
    const port = await start(async () => undefined)
    const bodies = new Set<string>()
    for (const path of ['/', '/v1/nothing', '/hitl/callback/x']) {
      const client = await dial(port)
      client.send(get(path))
      const text = await client.until(whole)
      expect(text).toMatch(/^HTTP\/1\.1 404 Not Found\r\n/)
      expect(text).toContain('\r\ncontent-type: application/problem+json\r\n')
      bodies.add(text.replace(/^Date: .*$/m, ''))
      expect(answerOf(text)).toEqual({
        type: 'about:blank',
        title: 'Not Found',
        status: 404,
        code: 'not_found',
        detail: 'There is nothing at this path.',
      })
    }
    expect(bodies.size).toBe(1)
  })

  it('gets the host’s own answer, if it has one', async () => {
    const port = await start(async () => undefined, { notFound: { status: 404, headers: [], body: '{"mine":1}' } })
    const client = await dial(port)
    client.send(get())
    expect(answerOf(await client.until(whole))).toEqual({ mine: 1 })
  })

  it('goes on to the next, with its body unread', async () => {
    const listener = toNodeListener(async ({ target }) =>
      target === '/mine' ? { status: 200, headers: [], body: '{}' } : undefined,
    )
    const port = await listen(
      createServer((req, res) => {
        listener(req, res, () => {
          req.setEncoding('utf8').on('data', (text: string) => res.end(JSON.stringify({ next: text })))
        })
      }),
    )
    const client = await dial(port)
    client.send('POST /theirs HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi')
    expect(answerOf(await client.until(whole))).toEqual({ next: 'hi' })
  })
})

describe('a context that fails', () => {
  it('is answered 500, whatever the hook does', async () => {
    const fail = () => {
      throw new Error('at once')
    }
    const client = await dial(await start(async () => undefined, { onError: fail, context: fail }))
    client.send(get())
    expect(await client.until(whole)).toMatch(/^HTTP\/1\.1 500 /)
  })
})

describe('a body that was read before', () => {
  const told = async (prepare: (req: IncomingMessage) => Promise<void> | void) => {
    const port = await listen(
      createServer((req, res) => {
        void (async () => {
          await prepare(req)
          await serve(
            async (request) => {
              const read = await request.body(100, 1_000)
              return {
                status: 200,
                headers: [],
                body: read.ok ? `{"read":${read.bytes.length}}` : `{"why":"${read.why}"}`,
              }
            },
            req,
            res,
          )
        })()
      }),
    )
    const client = await dial(port)
    client.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}')
    return answerOf(await client.until(whole))
  }

  it('is told from one that was not', async () => {
    expect(await told(() => {})).toEqual({ read: 2 })
    expect(await told((req) => void Object.assign(req, { body: {} }))).toEqual({ why: 'already-read' })
    expect(
      await told(async (req) => {
        for await (const chunk of req) void chunk
      }),
    ).toEqual({ why: 'already-read' })
  })
})
