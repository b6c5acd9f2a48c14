// A TCP proxy that stands between a client and a server and does what networks do at the worst moment. It knows bytes
// only.
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export type Direction = 'to-server' | 'to-client'

/** What becomes of some bytes: passed on, thrown away, or both connections are cut before or after they are passed on. */
export type Fate = 'pass' | 'swallow' | 'cut-before' | 'cut-after'

export interface TcpProxy {
  readonly port: number
  /** Asked for every piece of data, in the order in which it comes; replaced at will. */
  judge: (direction: Direction, bytes: Buffer) => Fate
  /** Before each piece is passed on, in ms. */
  delayMs: number
  /** Resets every connection. */
  cut(): void
  /** Half-open: connections stay, new ones are taken, and nothing passes either way, not even their end. */
  goSilent(): void
  /** Passes data again; connections from a silent time are reset. */
  recover(): void
  /** Refuses new connections until `recover`. */
  refuse(): void
  connections(): number
  close(): Promise<void>
}

const passing = (): Fate => 'pass'

export async function startTcpProxy(target: { readonly host?: string; readonly port: number }): Promise<TcpProxy> {
  const pairs = new Set<readonly [Socket, Socket]>()
  let state: 'passing' | 'silent' | 'refusing' = 'passing'

  const reset = (pair: readonly [Socket, Socket]) => {
    pairs.delete(pair)
    for (const socket of pair) socket.resetAndDestroy()
  }

  const server = createServer({ allowHalfOpen: true }, (client) => {
    if (state === 'refusing') {
      client.resetAndDestroy()
      return
    }
    const upstream = connect({ host: target.host ?? '127.0.0.1', port: target.port, allowHalfOpen: true })
    const pair = [client, upstream] as const
    pairs.add(pair)
    const pipe = (from: Socket, to: Socket, direction: Direction) => {
      let last = Promise.resolve()
      const inOrder = (task: () => void) => {
        const { delayMs } = proxy
        const wait = delayMs > 0 ? new Promise<void>((resolve) => setTimeout(resolve, delayMs)) : undefined
        // Without a delay at once, so that `judge` sees bytes of both directions in the order of their coming.
        if (wait) last = Promise.all([last, wait]).then(task)
        else task()
      }
      from.on('data', (bytes) =>
        inOrder(() => {
          if (state === 'silent' || !pairs.has(pair)) return
          const fate = proxy.judge(direction, bytes)
          if (fate === 'cut-before') reset(pair)
          if (fate === 'pass' || fate === 'cut-after') to.write(bytes)
          // After the write has gone out: a reset at once would throw it away.
          if (fate === 'cut-after') setTimeout(() => reset(pair), 5)
        }),
      )
      from.on('end', () => inOrder(() => state !== 'silent' && to.end()))
      from.on('error', () => state !== 'silent' && reset(pair))
      from.on('close', () => {
        if (state === 'silent') return
        pairs.delete(pair)
        to.destroy()
      })
    }
    pipe(client, upstream, 'to-server')
    pipe(upstream, client, 'to-client')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')

  const cut = () => {
    for (const pair of pairs) reset(pair)
  }
  const proxy: TcpProxy = {
    port: address.port,
    judge: passing,
    delayMs: 0,
    cut,
    goSilent: () => void (state = 'silent'),
    recover() {
      const wasSilent = state === 'silent'
      state = 'passing'
      proxy.judge = passing
      proxy.delayMs = 0
      if (wasSilent) cut()
    },
    refuse() {
      state = 'refusing'
      cut()
    },
    connections: () => pairs.size,
    async close() {
      server.close()
      cut()
      await once(server, 'close')
    },
  }
  return proxy
}
