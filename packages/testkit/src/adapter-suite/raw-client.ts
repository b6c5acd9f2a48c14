// A client that sends exactly the bytes it is told.
import { connect, type Socket } from 'node:net'

export interface RawClient {
  readonly socket: Socket
  send(bytes: string | Uint8Array): void
  /** All that has come so far, as latin-1. */
  text(): string
  /** Resolves once `done` holds for what has come; rejects when the connection ends before. */
  until(done: (text: string) => boolean): Promise<string>
  /** All that came until the server closed. */
  closed(): Promise<string>
}

export async function dialRaw(port: number): Promise<RawClient> {
  const socket = connect(port, '127.0.0.1')
  let text = ''
  let ended = false
  const waiting = new Set<() => void>()
  const look = () => {
    for (const task of waiting) task()
  }
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1')
    look()
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    ended = true
    look()
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve).once('error', reject)
  })
  const until = (done: (text: string) => boolean, endIsFine: boolean) =>
    new Promise<string>((resolve, reject) => {
      const task = () => {
        if (done(text) || (ended && endIsFine)) resolve(text)
        else if (ended) reject(new Error(`the connection ended after ${JSON.stringify(text)}`))
        else return
        waiting.delete(task)
      }
      waiting.add(task)
      task()
    })
  return {
    socket,
    send: (bytes) => void socket.write(bytes),
    text: () => text,
    until: (done) => until(done, false),
    closed: () => until(() => false, true),
  }
}

/** How often `part` comes in `text`. */
export const count = (text: string, part: string): number => text.split(part).length - 1
