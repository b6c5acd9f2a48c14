// Node's request as Holdpoint's: nothing decoded, nothing parsed, every header as it was sent.
import type { IncomingMessage } from 'node:http'
import type { BodyRead, HttpRequest } from '@holdpoint/core/http'
import type { ClientPresence } from './client-presence.ts'
import { readBody } from './read-body.ts'

export class NodeRequest implements HttpRequest {
  readonly method: string
  readonly target: string
  readonly #req: IncomingMessage
  readonly #presence: ClientPresence
  readonly #read: typeof readBody
  #headers: Map<string, string[]> | undefined
  #bodyAsked = false

  constructor(
    req: IncomingMessage,
    presence: ClientPresence,
    { read = readBody, target }: { readonly read?: typeof readBody; readonly target?: string } = {},
  ) {
    this.method = req.method ?? ''
    this.target = target ?? req.url ?? ''
    this.#read = read
    this.#req = req
    this.#presence = presence
  }

  header(name: string): string | undefined {
    return this.#values(name)?.join(', ')
  }

  headerCount(name: string): number {
    return this.#values(name)?.length ?? 0
  }

  body(maxBytes: number, timeoutMs: number): Promise<BodyRead> {
    if (this.#bodyAsked) return Promise.resolve({ ok: false, why: 'already-read' })
    this.#bodyAsked = true
    return this.#read(this.#req, maxBytes, timeoutMs)
  }

  get signal(): AbortSignal {
    return this.#presence.signal
  }

  #values(name: string): readonly string[] | undefined {
    this.#headers ??= gather(this.#req.rawHeaders)
    return this.#headers.get(name)
  }
}

/** From the raw list, because `req.headers` drops the second of many headers. */
function gather(rawHeaders: readonly string[]): Map<string, string[]> {
  const headers = new Map<string, string[]>()
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? '').toLowerCase()
    const values = headers.get(name)
    if (values === undefined) headers.set(name, [rawHeaders[i + 1] ?? ''])
    else values.push(rawHeaders[i + 1] ?? '')
  }
  return headers
}
