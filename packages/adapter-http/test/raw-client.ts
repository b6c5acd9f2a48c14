// Servers and raw connections that end when their test does.
import type { Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach } from 'vitest'
import type { HttpHandler } from '@holdpoint/core/http'
import { dialRaw, type RawClient } from '@holdpoint/testkit'
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

export async function dial(port: number): Promise<RawClient> {
  const client = await dialRaw(port)
  sockets.push(client.socket)
  return client
}

/** How often `part` comes in `text`. */
export const count = (text: string, part: string): number => text.split(part).length - 1
