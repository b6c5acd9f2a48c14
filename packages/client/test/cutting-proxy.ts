// A TCP proxy that cuts the connection of one chosen request at one chosen point.
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { whenDone } from './gateway.ts'

export type CutPoint =
  /** The request never leaves. */
  | 'before-request'
  /** It leaves, and its answer never comes. */
  | 'before-answer'
  | 'in-head'
  | 'in-body'

export interface CuttingProxy {
  readonly url: string
  /** Cuts the next request whose first line matches. */
  cutNext(line: RegExp, point: CutPoint): void
  /** How many cuts were made. */
  readonly cuts: number
}

export async function startProxy(port: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>()
  let planned: { readonly line: RegExp; readonly point: CutPoint } | undefined
  let cuts = 0

  const server = createServer((inner) => {
    const outer = connect(port, '127.0.0.1')
    let point: CutPoint | undefined
    let passed = 0
    const cut = () => {
      cuts += 1
      inner.resetAndDestroy()
      outer.destroy()
    }
    for (const socket of [inner, outer]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.once('close', () => {
        sockets.delete(socket)
        inner.destroy()
        outer.destroy()
      })
    }
    inner.on('data', (chunk) => {
      const [line = ''] = chunk.toString('latin1').split('\r\n')
      if (planned?.line.test(line)) {
        ;({ point } = planned)
        planned = undefined
        passed = 0
        if (point === 'before-request') return cut()
      }
      outer.write(chunk)
    })
    outer.on('data', (chunk) => {
      if (point === undefined) return void inner.write(chunk)
      if (point === 'before-answer') return cut()
      const head = chunk.indexOf('\r\n\r\n')
      const keep = point === 'in-head' ? 20 : head + 4 + 10
      passed += chunk.length
      inner.write(chunk.subarray(0, keep), cut)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  whenDone(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cutNext(line, point) {
      planned = { line, point }
    },
    get cuts() {
      return cuts
    },
  }
}
