// Reads the raw bytes of a request, within a size and a time.
import type { IncomingMessage } from 'node:http'
import type { BodyRead } from '@holdpoint/core/http'

const longestTimerMs = 2 ** 31 - 1

/** Never rejects. What it refuses is left unread; whoever answers closes the connection. */
export function readBody(req: IncomingMessage, maxBytes: number, timeoutMs: number): Promise<BodyRead> {
  return gatherBody(req, maxBytes, timeoutMs, ({ add, end }) => {
    const chunks: Uint8Array[] = []
    const onData = (chunk: Uint8Array) => {
      if (add(chunk)) chunks.push(chunk)
    }
    const onEnd = () => end(Buffer.concat(chunks))
    req.on('data', onData).on('end', onEnd)
    return () => {
      req.pause()
      req.off('data', onData).off('end', onEnd)
    }
  })
}

interface Gathering {
  /** False once it is too large: then it is over. */
  add(chunk: Uint8Array): boolean
  end(bytes: Uint8Array): void
}

/** Size, time and a client that leaves are the same however the bytes are taken; `take` returns what stops it. */
export function gatherBody(
  req: IncomingMessage,
  maxBytes: number,
  timeoutMs: number,
  take: (gathering: Gathering) => () => void,
): Promise<BodyRead> {
  const refused = whyUnreadable(req, maxBytes)
  if (refused !== undefined) return Promise.resolve({ ok: false, why: refused })
  if (!hasBody(req)) return Promise.resolve({ ok: true, bytes: new Uint8Array() })
  return new Promise((resolve) => {
    let size = 0
    const settle = (read: BodyRead) => {
      clearTimeout(timer)
      stop()
      req.off('error', onLost).off('close', onLost)
      resolve(read)
    }
    const onLost = () => settle({ ok: false, why: 'aborted' })
    const timer = setTimeout(() => settle({ ok: false, why: 'timeout' }), Math.min(timeoutMs, longestTimerMs))
    const stop = take({
      add(chunk) {
        size += chunk.length
        if (size > maxBytes) settle({ ok: false, why: 'too-large' })
        return size <= maxBytes
      },
      end: (bytes) => settle({ ok: true, bytes }),
    })
    req.on('error', onLost).on('close', onLost)
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
