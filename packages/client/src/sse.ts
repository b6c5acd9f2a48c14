// Server-sent events from bytes, as the HTML standard reads them: lines of fields, an empty line ends an event.

export interface ServerSentEvent {
  /** `message` where the event doesn't say. */
  readonly event: string
  readonly data: string
  /** The last `id` before its end. */
  readonly id: string | undefined
}

export interface SseParser {
  /** The events that this piece completes. Throws RangeError where one grows beyond all measure. */
  push(bytes: Uint8Array): readonly ServerSentEvent[]
  /** The last `id` that was seen. */
  readonly lastEventId: string | undefined
  /** The last `retry` that was seen, in ms. */
  readonly retryMs: number | undefined
}

/** Events of the gateway have some hundred bytes. */
const maxEventChars = 65_536

export function createSseParser(): SseParser {
  const decoder = new TextDecoder()
  let rest = ''
  let lastEventId: string | undefined
  let retryMs: number | undefined
  let event = ''
  let data: string[] = []

  function takeLine(line: string): ServerSentEvent | undefined {
    if (line === '') {
      const done =
        data.length > 0
          ? { event: event === '' ? 'message' : event, data: data.join('\n'), id: lastEventId }
          : undefined
      event = ''
      data = []
      return done
    }
    const colon = line.indexOf(':')
    const name = colon === -1 ? line : line.slice(0, colon)
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (name === 'event') event = value
    else if (name === 'data') data.push(value)
    else if (name === 'id' && !value.includes('\0')) lastEventId = value
    else if (name === 'retry' && /^\d{1,9}$/.test(value)) retryMs = Number(value)
    return undefined
  }

  return {
    get lastEventId() {
      return lastEventId
    },
    get retryMs() {
      return retryMs
    },
    push(bytes) {
      const text = rest + decoder.decode(bytes, { stream: true })
      // A carriage return at the end may be half of a line's end.
      const whole = text.endsWith('\r') ? text.slice(0, -1) : text
      const lines = whole.split(/\r\n|\n|\r/)
      rest = (lines.pop() ?? '') + text.slice(whole.length)
      if (rest.length + data.join('').length > maxEventChars) throw new RangeError('an event without end')
      return lines.flatMap((line) => takeLine(line) ?? [])
    },
  }
}
