// One whole request and its whole answer, on a connection of its own.
import type { Stage } from './adapter-case.ts'

export interface Sent {
  readonly method?: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  /** JSON unless it is text or bytes. */
  readonly body?: unknown
}

export interface Answer {
  readonly status: number
  /** Lower-case names; of two of a name, the last. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

export async function exchange(stage: Stage, port: number, sent: Sent): Promise<Answer> {
  const client = await stage.dial(port)
  client.send(requestBytes({ ...sent, headers: { connection: 'close', ...sent.headers } }))
  return parseAnswer(await client.closed())
}

export function requestBytes({ method = 'POST', path, headers = {}, body }: Sent): Buffer {
  const bytes = bytesOf(body)
  const type = typeof body === 'object' && !(body instanceof Uint8Array) ? { 'content-type': 'application/json' } : {}
  const length = body === undefined ? {} : { 'content-length': String(bytes.length) }
  const lines = Object.entries({ host: 'a', ...type, ...length, ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  )
  return Buffer.concat([Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1'), bytes])
}

export function parseAnswer(raw: string): Answer {
  const cut = raw.indexOf('\r\n\r\n')
  const [first = '', ...lines] = raw.slice(0, cut).split('\r\n')
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
  })
  return { status: Number(first.split(' ')[1]), headers: Object.fromEntries(headers), text: raw.slice(cut + 4) }
}

/** The code of a problem; undefined if it is none. */
export function codeOf({ text }: Answer): string | undefined {
  return /"code":"([a-z_]+)"/.exec(text)?.[1]
}

function bytesOf(body: unknown): Buffer {
  if (body === undefined) return Buffer.alloc(0)
  if (body instanceof Uint8Array) return Buffer.from(body)
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
}
