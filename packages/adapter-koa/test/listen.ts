// A Koa app on a real socket.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ServedApp } from '@holdpoint/testkit'

interface App {
  callback(): (req: never, res: never) => Promise<void>
}

export async function listen(app: App): Promise<ServedApp> {
  const respond = app.callback()
  const server = createServer((req, res) => void respond(req as never, res as never))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
