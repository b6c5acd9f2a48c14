// Reads a body and puts the very bytes back, so that the host's own parser finds them as if nobody had looked.
import type { IncomingMessage } from 'node:http'
import type { BodyRead } from '@holdpoint/core/http'
import { gatherBody } from './read-body.ts'

/** As `readBody`; afterwards the stream stands where it stood before. */
export function peekBody(req: IncomingMessage, maxBytes: number, timeoutMs: number): Promise<BodyRead> {
  return gatherBody(req, maxBytes, timeoutMs, ({ add, end }) => {
    const chunks: Uint8Array[] = []
    const onReadable = () => {
      while (req.readableLength > 0) {
        const chunk: Uint8Array | null = req.read()
        if (chunk === null) break
        chunks.push(chunk)
        if (!add(chunk)) return
      }
      // Complete, but its end not yet emitted: that comes only when somebody reads on, and then finds the bytes.
      if (!req.complete) return
      const bytes = Buffer.concat(chunks)
      if (bytes.length > 0) req.unshift(bytes)
      end(bytes)
    }
    // An empty body that has ended gives no event any more, and listening for one would let its end go by.
    if (req.complete) {
      const look = setImmediate(onReadable)
      return () => clearImmediate(look)
    }
    req.on('readable', onReadable)
    return () => req.off('readable', onReadable)
  })
}
