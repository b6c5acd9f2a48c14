// Reads the raw bytes of a request, within a size and a time.
import type { IncomingMessage } from 'node:http'
import type { BodyRead } from '@holdpoint/core/http'

const longestTimerMs = 2 ** 31 - 1

/** Never rejects. What it refuses is left unread; whoever answers closes the connection. */
export function readBody(req: IncomingMessage, maxBytes: number, timeoutMs: number): Promise<BodyRead> {
  const refused = whyUnreadable(req, maxBytes)
  if (refused !== undefined) return Promise.resolve({ ok: false, why: refused })
  if (!hasBody(req)) return Promise.resolve({ ok: true, bytes: new Uint8Array() })
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = []
    let size = 0
    const settle = (read: BodyRead) => {
      clearTimeout(timer)
      req.pause()
      req.off('data', onData).off('end', onEnd).off('error', onLost).off('close', onLost)
      resolve(read)
    }
    const onData = (chunk: Uint8Array) => {
      size += chunk.length
      if (size > maxBytes) return settle({ ok: false, why: 'too-large' })
      chunks.push(chunk)
    }
    const onEnd = () => settle({ ok: true, bytes: Buffer.concat(chunks, size) })
    const onLost = () => settle({ ok: false, why: 'aborted' })
    const timer = setTimeout(() => settle({ ok: false, why: 'timeout' }), Math.min(timeoutMs, longestTimerMs))
    req.on('data', onData).on('end', onEnd).on('error', onLost).on('close', onLost)
  })
}

/** A request without either header has no body (RFC 9112, section 6.3), whatever a parser made of it. */
export function hasBody(req: IncomingMessage): boolean {
  const length = req.headers['content-length']
  return req.headers['transfer-encoding'] !== undefined || (length !== undefined && Number(length) > 0)
}

function whyUnreadable(req: IncomingMessage, maxBytes: number): 'aborted' | 'already-read' | 'too-large' | undefined {
  if (!hasBody(req)) return undefined
  if (req.errored !== null || (req.destroyed && !req.complete)) return 'aborted'
  const parsed: unknown = 'body' in req ? req.body : undefined
  if (parsed !== undefined || req.readableDidRead || req.readableEnded || req.destroyed) return 'already-read'
  return Number(req.headers['content-length'] ?? 0) > maxBytes ? 'too-large' : undefined
}
