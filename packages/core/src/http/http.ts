// The HTTP seam: two plain records. Adapters build the one and write the other; nobody else touches a socket.
import type { Principal } from '../domain/principal.ts'

export type BodyRead =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly why: 'too-large' | 'timeout' | 'aborted' | 'already-read' }

export interface HttpRequest {
  /** As received: `GET`, `POST`, … */
  readonly method: string
  /** The raw request target, undecoded: `/v1/approvals?limit=5`. */
  readonly target: string
  /** The value of a header (name in lower case), or undefined. Several values are joined by `, `. */
  header(name: string): string | undefined
  /** How often the header was sent: `host` or `authorization` sent twice is refused. */
  headerCount(name: string): number
  /** The raw bytes, read on demand and once; never more than `maxBytes`, never longer than `timeoutMs`. */
  body(maxBytes: number, timeoutMs: number): Promise<BodyRead>
  /** Aborts when the client is gone. */
  readonly signal: AbortSignal
}

export interface HttpResponse {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>
  /** Aborts when a streamed body is over though nobody reads it: the connection is then closed. */
  readonly cutOff?: AbortSignal
  /** Called once with the status when the whole answer is handed to the client, with undefined when it leaves before. */
  readonly onSent?: (status: number | undefined) => void
}

/** What a request can't carry itself. */
export interface HttpContext {
  /** The peer's address, as the socket knows it. */
  readonly remoteAddress?: string
  /** A principal that the host has authenticated already. */
  readonly principal?: Principal
}

/** Answers, or returns undefined where no route of its own has that path, so that a host can go on. */
export type HttpHandler = (request: HttpRequest, context?: HttpContext) => Promise<HttpResponse | undefined>
