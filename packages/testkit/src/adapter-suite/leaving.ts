// What becomes of a call whose client goes away.
import assert from 'node:assert/strict'
import { get, sleep, type AdapterCase } from './adapter-case.ts'
import { plain } from './plain.ts'

export const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })

export function leavingCases(it: AdapterCase): void {
  it('aborts the signal while its answer is awaited, and that is no failure', async (stage) => {
    const called = Promise.withResolvers<AbortSignal>()
    const errors: unknown[] = []
    const port = await stage.serve({
      handler: async ({ signal }) => {
        called.resolve(signal)
        await aborted(signal)
        signal.throwIfAborted()
        return plain('never')
      },
      onError: (error) => errors.push(error),
    })
    const client = await stage.dial(port)
    client.send(get())
    const signal = await called.promise
    assert.equal(signal.aborted, false)
    client.socket.destroy()
    await aborted(signal)
    await sleep(20)
    assert.deepEqual(errors, [])
  })

  it('leaves the signal alone once it has its answer', async (stage) => {
    const signals: AbortSignal[] = []
    const port = await stage.serve({
      handler: async ({ signal }) => {
        signals.push(signal)
        return plain('ok')
      },
    })
    const client = await stage.dial(port)
    client.send(get())
    await client.until((text) => text.endsWith('ok'))
    client.socket.destroy()
    await sleep(50)
    assert.deepEqual(
      signals.map((signal) => signal.aborted),
      [false],
    )
  })

  it('is told apart from one that has had its answer whole', async (stage) => {
    const told: (number | undefined)[] = []
    const [whole, gone] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const onSent = (status: number | undefined) => {
      told.push(status)
      if (status === undefined) gone.resolve()
      else whole.resolve()
    }
    const asked = Promise.withResolvers<void>()
    const port = await stage.serve({
      handler: async ({ target, signal }) => {
        if (target === '/leave') {
          asked.resolve()
          await aborted(signal)
        }
        return { ...plain('ok'), status: 201, onSent }
      },
    })
    const client = await stage.dial(port)
    client.send(get('/a'))
    await client.until((text) => text.endsWith('ok'))
    await whole.promise
    client.send(get('/leave'))
    await asked.promise
    client.socket.destroy()
    await gone.promise
    assert.deepEqual(told, [201, undefined])
  })

  it('aborts pipelined requests too, whose answers had not their turn', async (stage) => {
    const signals = new Map<string, AbortSignal>()
    const both = Promise.withResolvers<void>()
    const port = await stage.serve({
      handler: async ({ target, signal }) => {
        signals.set(target, signal)
        if (signals.size === 2) both.resolve()
        await aborted(signal)
        return plain('never')
      },
    })
    const client = await stage.dial(port)
    client.send(get('/a') + get('/b'))
    await both.promise
    client.socket.destroy()
    await Promise.all([...signals.values()].map(aborted))
    assert.deepEqual([...signals.keys()], ['/a', '/b'])
  })

  it('ends the stream that it was sent, at rest or under way', async (stage) => {
    const ends: string[] = []
    const ended = Promise.withResolvers<void>()
    const port = await stage.serve({
      handler: async ({ target, signal }) => ({
        status: 200,
        headers: [],
        body: (async function* () {
          try {
            yield new TextEncoder().encode('first')
            if (target === '/rest') await aborted(signal)
            for (;;) yield new Uint8Array(64 * 1024)
          } finally {
            ends.push(target)
            if (ends.length === 2) ended.resolve()
          }
        })(),
      }),
    })
    const resting = await stage.dial(port)
    resting.send(get('/rest'))
    await resting.until((text) => text.includes('first'))
    const busy = await stage.dial(port)
    busy.send(get('/busy'))
    await busy.until((text) => text.includes('first'))
    busy.socket.pause()
    resting.socket.destroy()
    busy.socket.destroy()
    await ended.promise
    assert.deepEqual(ends.toSorted(), ['/busy', '/rest'])
  })
}
