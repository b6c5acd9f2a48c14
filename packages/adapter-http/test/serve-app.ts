// The suite's app on raw `node:http`.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mountedAt } from '@holdpoint/core/http'
import type { AdapterApp, AppRoute, ServedApp } from '@holdpoint/testkit'
import { createHttpServer, guard, toNodeListener, type NodeListener } from '../src/index.ts'

export async function serveApp(app: AdapterApp): Promise<ServedApp> {
  const { handler = async () => undefined, prefix = '', routes = [], onError, parseFirst = false } = app
  const options = onError ? { onError } : {}
  const holdpoint = toNodeListener(mountedAt(prefix, handler), options)
  const table = routes.map((route) => ({ route, listener: listenerOf(route, options) }))
  const own: NodeListener = (req, res) => {
    const found = table.find(({ route }) => route.method === req.method && matches(route.path, req.url ?? ''))
    if (found) found.listener(req, res)
    else res.writeHead(404).end()
  }
  // As `createHttpServer` sets it up, but with the app behind the handler.
  const server = createHttpServer(async () => undefined)
  server.removeAllListeners('request')
  server.on('request', (req, res) => {
    const go = () => holdpoint(req, res, () => own(req, res))
    if (parseFirst)
      void readAll(req)
        .then(
          (body) => Object.assign(req, { body }),
          () => undefined,
        )
        .then(go)
    else go()
  })
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

function listenerOf(route: AppRoute, options: object): NodeListener {
  const answer = async (req: IncomingMessage, res: ServerResponse, ids: object = {}) => {
    const bytes = await readAll(req)
    const isJson = req.headers['content-type']?.startsWith('application/json') === true
    const body: unknown = bytes.length === 0 ? undefined : isJson ? JSON.parse(bytes.toString()) : bytes.toString()
    const { status, body: text } = await route.run({ body, ...ids }, () => req.socket.destroy())
    res.writeHead(status, { 'content-length': Buffer.byteLength(text) }).end(text)
  }
  if (!route.guard) return (req, res) => void answer(req, res).catch(() => res.writeHead(500).end())
  return guard(
    (req, res, call) => answer(req, res, { approvalId: call.approval?.id, principalId: call.principal?.id }),
    {
      ...options,
      ...route.guard.options,
      guard: route.guard.guard,
      path: route.path,
      methods: [route.method],
    },
  )
}

async function readAll(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function matches(pattern: string, url: string): boolean {
  const path = url.split('?', 1)[0] ?? ''
  const start = pattern.replace(/:id$/, '')
  return start === pattern ? path === pattern : path.startsWith(start) && /^[^/]+$/.test(path.slice(start.length))
}
