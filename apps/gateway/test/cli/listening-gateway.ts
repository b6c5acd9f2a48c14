// The key routes behind a real socket on a free port of 127.0.0.1, for commands to call.
import { createServer, type IncomingMessage } from 'node:http'
import type { HttpRequest } from '@holdpoint/core/http'
import { operatorToken, testGateway } from '../auth/test-gateway.ts'

export async function listeningGateway() {
  const gateway = testGateway()
  const server = createServer((message, response) => {
    const answerIt = async () => {
      const answer = await gateway.handler(toRequest(message), { remoteAddress: '127.0.0.1' })
      response.writeHead(answer?.status ?? 404, answer?.headers.flat() ?? [])
      response.end(answer?.body)
    }
    void answerIt()
  })
  const url = await listen(server)
  return { ...gateway, url, auth: { mode: 'token', token: operatorToken } as const, close: () => close(server) }
}

/** A program that is not a gateway but listens. */
export async function listeningStranger(status: number, body: string) {
  const server = createServer((_, response) => response.writeHead(status).end(body))
  return { url: await listen(server), close: () => close(server) }
}

type Server = ReturnType<typeof createServer>

const listen = (server: Server) =>
  new Promise<string>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`)
    })
  })

const close = (server: Server) =>
  new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })

function toRequest(message: IncomingMessage): HttpRequest {
  return {
    method: message.method ?? '',
    target: message.url ?? '',
    header: (name) => message.headersDistinct[name]?.join(', '),
    headerCount: (name) => message.headersDistinct[name]?.length ?? 0,
    async body() {
      const chunks: Buffer[] = []
      for await (const chunk of message) chunks.push(Buffer.from(chunk))
      return { ok: true, bytes: Buffer.concat(chunks) }
    },
    signal: new AbortController().signal,
  }
}
