// Short answers, and handlers that tell what they read.
import type { BodyRead, HttpHandler, HttpResponse } from '@holdpoint/core/http'

export const plain = (body: string, status = 200) =>
  ({ status, headers: [['content-type', 'text/plain']], body }) as const satisfies HttpResponse

/** Answers with what reading the body came to. */
export const reader =
  (maxBytes: number, timeoutMs: number, seen: BodyRead[] = []): HttpHandler =>
  async (request) => {
    const read = await request.body(maxBytes, timeoutMs)
    seen.push(read)
    if (read.ok) return plain(`read ${read.bytes.length}:${Buffer.from(read.bytes).toString('hex')}`)
    return plain(read.why, statuses[read.why])
  }

const statuses = { 'too-large': 413, timeout: 408, aborted: 400, 'already-read': 500 } as const
