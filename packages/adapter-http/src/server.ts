// A server of `node:http` with limits that close slow and silent clients, and a way to stop it without cutting answers.
import { createServer, type Server } from 'node:http'
import type { Socket } from 'node:net'
import type { HttpHandler } from '@holdpoint/core/http'
import { toNodeListener, type NodeListenerOptions } from './listener.ts'

/** Sockets that have not yet sent a whole request head: nothing is lost by closing them. */
const silent = new WeakMap<Server, Set<Socket>>()

/**
 * Not listening yet. A request has 5 s for its head and 10 s in all to arrive, and its
 * head at most 16 KiB; how long its answer takes is not limited, so long-polls and event streams are safe. An idle
 * connection is kept for 65 s, a little longer than most proxies keep theirs.
 */
export function createHttpServer(handler: HttpHandler, options: NodeListenerOptions = {}): Server {
  const server = createServer(
    {
      headersTimeout: 5_000,
      requestTimeout: 10_000,
      connectionsCheckingInterval: 1_000,
      maxHeaderSize: 16 * 1024,
      keepAlive: true,
      keepAliveTimeout: 65_000,
    },
    toNodeListener(handler, options),
  )
  // The size is the limit; by number, Node would drop headers in silence.
  server.maxHeadersCount = 0
  const fresh = new Set<Socket>()
  silent.set(server, fresh)
  server.on('connection', (socket) => {
    fresh.add(socket)
    socket.once('close', () => fresh.delete(socket))
  })
  server.prependListener('request', (req) => fresh.delete(req.socket))
  return server
}

/**
 * Stops accepting, closes idle connections, and lets answers under way finish. 'cut' means that some had not after
 * `graceMs` and were closed. Safe to call on a server that is not listening.
 */
export async function closeGracefully(server: Server, graceMs: number): Promise<'drained' | 'cut'> {
  let cut = false
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  for (const socket of silent.get(server) ?? []) socket.destroy()
  // A connection becomes idle when its answer ends: it has to be looked for again.
  const sweep = setInterval(() => server.closeIdleConnections(), 20)
  const grace = setTimeout(
    () => {
      cut = true
      server.closeAllConnections()
    },
    Math.min(graceMs, 2 ** 31 - 1),
  )
  await closed
  clearInterval(sweep)
  clearTimeout(grace)
  return cut ? 'cut' : 'drained'
}
