// Reads an answer of `/v1/events` the way a client does: pulled, decoded, cut into events.
import type { HttpResponse } from '../../src/http/http.ts'

export interface Told {
  readonly id?: string
  readonly event?: string
  readonly data?: unknown
}

export function readEvents(response: HttpResponse | undefined) {
  const { body } = response ?? {}
  if (typeof body !== 'object' || !(Symbol.asyncIterator in body)) throw new Error('no stream')
  const iterator = body[Symbol.asyncIterator]()
  const told: Told[] = []
  const raw: string[] = []
  let done = false
  const pump = async () => {
    for (let step = await iterator.next(); step.done !== true; step = await iterator.next()) {
      const text = new TextDecoder().decode(step.value)
      raw.push(text)
      for (const block of text.split('\n\n')) {
        const lines = block.split('\n').flatMap((line) => (/^\w+: /.test(line) ? [line.split(': ')] : []))
        const fields = Object.fromEntries(lines.map(([name, ...rest]) => [name, rest.join(': ')])) as Record<
          string,
          string
        >
        const { id, event, data } = fields
        if (id === undefined && data === undefined) continue
        told.push({
          ...(id !== undefined && { id }),
          ...(event !== undefined && { event }),
          ...(data && { data: JSON.parse(data) }),
        })
      }
    }
    done = true
  }
  return {
    told,
    raw,
    /** Reads on until the stream ends. */
    start: () => void pump(),
    next: () => iterator.next(),
    stop: () => iterator.return?.(),
    isDone: () => done,
    /** What was told of approvals, without where. */
    hints: () => told.flatMap(({ data, event }) => (data !== undefined && event === undefined ? [data] : [])),
  }
}
