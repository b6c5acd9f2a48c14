// How long it takes from the sending of a decision until each of a thousand event streams has told it.
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'undici'
import { quantile } from '../cycles-per-second.ts'
import { allow, ask } from './api-calls.ts'
import { startApiServer } from './api-server.ts'

export interface EventStreamsRow {
  readonly streams: number
  readonly events: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** For `p99Ms`. */
  readonly goalMs: number
}

export interface EventStreamsOptions {
  readonly streams?: number
  readonly decisions?: number
}

export async function eventStreams(options: EventStreamsOptions = {}): Promise<EventStreamsRow> {
  const { streams = 1_000, decisions = 30 } = options
  const server = await startApiServer()
  const client = new Client(`http://127.0.0.1:${server.port}`)
  const sockets: Socket[] = []
  const took: number[] = []
  let awaited = { mark: '', sentAt: 0, left: 0, done: () => {} }
  try {
    for (let n = 0; n < streams; n += 1)
      sockets.push(
        await openStream(server.port, (text) => {
          if (awaited.mark === '' || !text.includes(awaited.mark)) return
          took.push(performance.now() - awaited.sentAt)
          awaited.left -= 1
          if (awaited.left === 0) awaited.done()
        }),
      )
    for (let n = 0; n < decisions; n += 1) {
      const held = await ask(client)
      await sleep(200)
      const all = new Promise<void>((done) => {
        const mark = `"type":"approval.approved","id":"${held.id}"`
        awaited = { mark, sentAt: performance.now(), left: streams, done }
      })
      await Promise.all([all, allow(client, held)])
    }
    const [p50Ms, p99Ms] = [quantile(took, 0.5), quantile(took, 0.99)]
    return { streams, events: took.length, p50Ms, p99Ms, goalMs: 250 }
  } finally {
    for (const socket of sockets) socket.destroy()
    await client.destroy()
    await server.close()
  }
}

/** Resolves once the stream has told its first place. */
function openStream(port: number, onText: (text: string) => void): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.setEncoding('utf8')
  socket.write('GET /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: ann\r\n\r\n')
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.on('data', (text: string) => {
      onText(text)
      if (text.includes('id: ')) resolve(socket)
    })
  })
}
