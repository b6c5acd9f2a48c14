// A request whose body is read from the client once and handed out as often as it is asked for: whoever judges it and
// whoever serves it have the same bytes.
import type { BodyRead, HttpRequest } from '@holdpoint/core/http'

export function onceRead(request: HttpRequest): HttpRequest {
  let read: Promise<BodyRead> | undefined
  return {
    method: request.method,
    target: request.target,
    header: (name) => request.header(name),
    headerCount: (name) => request.headerCount(name),
    body: (maxBytes, timeoutMs) => (read ??= request.body(maxBytes, timeoutMs)),
    // Only looked up where somebody listens: adapters make it on demand.
    get signal() {
      return request.signal
    },
  }
}
