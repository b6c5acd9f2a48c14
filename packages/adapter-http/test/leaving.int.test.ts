import { describe, expect, it } from 'vitest'
import { dial, start } from './raw-client.ts'

const encoder = new TextEncoder()
const get = (path = '/') => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`
const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })

describe('a client that leaves', () => {
  it('aborts the signal while its answer is awaited', async () => {
    const called = Promise.withResolvers<AbortSignal>()
    const errors: unknown[] = []
    const port = await start(
      async ({ signal }) => {
        called.resolve(signal)
        await aborted(signal)
        signal.throwIfAborted()
        return { status: 200, headers: [] }
      },
      { onError: (error) => errors.push(error) },
    )
    const client = await dial(port)
    client.send(get())
    const signal = await called.promise
    expect(signal.aborted).toBe(false)
    client.socket.destroy()
    await aborted(signal)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(errors).toEqual([])
  })

  it('leaves the signal alone once it has its answer', async () => {
    const signals: AbortSignal[] = []
    const port = await start(async ({ signal }) => {
      signals.push(signal)
      return { status: 200, headers: [], body: 'ok' }
    })
    const client = await dial(port)
    client.send(get())
    await client.until((text) => text.endsWith('ok'))
    client.socket.destroy()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(signals.map((signal) => signal.aborted)).toEqual([false])
  })

  it('aborts pipelined requests too, whose answers had not their turn', async () => {
    const signals = new Map<string, AbortSignal>()
    const both = Promise.withResolvers<void>()
    const port = await start(async ({ target, signal }) => {
      signals.set(target, signal)
      if (signals.size === 2) both.resolve()
      await aborted(signal)
      return { status: 200, headers: [] }
    })
    const client = await dial(port)
    client.send(get('/a') + get('/b'))
    await both.promise
    client.socket.destroy()
    await Promise.all([...signals.values()].map(aborted))
    expect([...signals.keys()]).toEqual(['/a', '/b'])
  })

  it('ends the stream that it was sent, at rest or under way', async () => {
    const ends: string[] = []
    const ended = Promise.withResolvers<void>()
    const end = (name: string) => {
      ends.push(name)
      if (ends.length === 2) ended.resolve()
    }
    const port = await start(async ({ target, signal }) => ({
      status: 200,
      headers: [],
      body: (async function* () {
        try {
          yield encoder.encode('first')
          if (target === '/rest') await aborted(signal)
          for (;;) yield new Uint8Array(64 * 1024)
        } finally {
          end(target)
        }
      })(),
    }))
    const resting = await dial(port)
    resting.send(get('/rest'))
    await resting.until((text) => text.includes('first'))
    const busy = await dial(port)
    busy.send(get('/busy'))
    await busy.until((text) => text.includes('first'))
    busy.socket.pause()
    resting.socket.destroy()
    busy.socket.destroy()
    await ended.promise
    expect(ends.toSorted()).toEqual(['/busy', '/rest'])
  })
})
