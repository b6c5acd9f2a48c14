// A client that sends exactly the bytes it is told, and servers that stop when their test ends.
import type { Server } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { afterEach } from 'vitest'
import type { HttpHandler } from '@holdpoint/core/http'
import { createHttpServer } from '../src/index.ts'
import type { NodeListenerOptions } from '../src/index.ts'

const servers: Server[] = []
const sockets: Socket[] = []

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await Promise.all(
    servers.splice(0).map((server) => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    }),
  )
})

export async function listen(server: Server): Promise<number> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

export function start(handler: HttpHandler, options?: NodeListenerOptions): Promise<number> {
  return listen(createHttpServer(handler, options))
}

export interface RawClient {
  readonly socket: Socket
  send(text: string | Uint8Array): void
  /** All that has come so far, as latin-1. */
  text(): string
  /** Resolves once `done` holds for what has come; rejects when the connection ends before. */
  until(done: (text: string) => boolean): Promise<string>
  /** All that came until the server closed. */
  closed(): Promise<string>
}

export async function dial(port: number): Promise<RawClient> {
  const socket = connect(port, '127.0.0.1')
  sockets.push(socket)
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
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
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
