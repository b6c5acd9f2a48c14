import { createServer, type IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import type { HttpResponse } from '@holdpoint/core/http'
import { serve, toNodeListener } from '../src/index.ts'
import { count, dial, listen, start } from './raw-client.ts'

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

describe('a handler that fails', () => {
  it('I34: is answered 500 with an opaque id; the reason goes to the hook alone', async () => {
    const errors: [unknown, string][] = []
    const port = await start(
      async () => {
        throw new Error('password is hunter2')
      },
      { onError: (error, id) => errors.push([error, id]) },
    )
    const client = await dial(port)
    client.send(get())
    const text = await client.until(whole)
    expect(text).toMatch(/^HTTP\/1\.1 500 /)
    expect(text).not.toContain('hunter2')
    const [error, id] = errors[0] ?? []
    expect(errors).toHaveLength(1)
    expect(error).toMatchObject({ message: 'password is hunter2' })
    expect(id).toMatch(/^[0-9a-f-]{36}$/)
    expect(answerOf(text)).toMatchObject({ status: 500, code: 'internal', detail: expect.stringContaining(id ?? '-') })
    // The connection is in order.
    client.send(get())
    await client.until((now) => count(now, 'HTTP/1.1 500') === 2 && whole(now))
  })

  it('is answered even if it throws at once, its context throws, or the hook does', async () => {
    const fail = () => {
      throw new Error('at once')
    }
    for (const [handler, context] of [
      [fail, undefined],
      [async () => undefined, fail],
    ] as const) {
      const port = await start(handler, { onError: fail, ...(context && { context }) })
      const client = await dial(port)
      client.send(get())
      expect(await client.until(whole)).toMatch(/^HTTP\/1\.1 500 /)
    }
  })

  it.each([
    [
      'a header that would split the answer',
      { status: 200, headers: [['location', '/\r\nset-cookie: a=1']], body: 'x' },
    ],
    ['a header name that is none', { status: 200, headers: [['a b', '1']], body: 'x' }],
    ['a status that is none', { status: 9_999, headers: [], body: 'x' }],
  ] satisfies [string, HttpResponse][])('is answered 500 for %s', async (_name, response) => {
    const errors: unknown[] = []
    const port = await start(async () => response, { onError: (error) => errors.push(error) })
    const client = await dial(port)
    client.send(get())
    const text = await client.until(whole)
    expect(text).toMatch(/^HTTP\/1\.1 500 /)
    expect(text.toLowerCase()).not.toContain('set-cookie')
    expect(errors).toHaveLength(1)
  })

  it('in the middle of a stream has the connection cut, so that nobody takes half for the whole', async () => {
    const errors: unknown[] = []
    const port = await start(
      async () => ({
        status: 200,
        headers: [],
        body: (async function* () {
          yield new TextEncoder().encode('half')
          throw new Error('gone wrong')
        })(),
      }),
      { onError: (error) => errors.push(error) },
    )
    const client = await dial(port)
    client.send(get())
    const text = await client.closed()
    expect(text).not.toContain('\r\n0\r\n\r\n')
    expect(errors).toMatchObject([{ message: 'gone wrong' }])
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
