// Server-sent events from bytes, however they are cut.
import { describe, expect, it } from 'vitest'
import { createSseParser } from '../src/sse.ts'

const encoder = new TextEncoder()
const stream =
  'retry: 1000\nid: a:1\n\n:\nid: a:2\ndata: é1\ndata:  two\n\nevent: reset\r\ndata: {}\r\n\r\nid: a:3\rdata\r\r'
const told = [
  { event: 'message', data: 'é1\n two', id: 'a:2' },
  { event: 'reset', data: '{}', id: 'a:2' },
  { event: 'message', data: '', id: 'a:3' },
]

describe('the parser', () => {
  const bytes = encoder.encode(`${stream}\n`)
  it.each(Array.from({ length: bytes.length }, (_, n) => n))('reads the same when it is cut at byte %i', (cut) => {
    const parser = createSseParser()
    const events = [...parser.push(bytes.subarray(0, cut)), ...parser.push(bytes.subarray(cut))]
    expect(events).toEqual(told)
    expect(parser).toMatchObject({ lastEventId: 'a:3', retryMs: 1000 })
  })

  it('reads the same byte by byte', () => {
    const parser = createSseParser()
    expect([...bytes].flatMap((byte) => parser.push(Uint8Array.of(byte)))).toEqual(told)
  })

  it('gives up on an event without end', () => {
    const parser = createSseParser()
    expect(() => parser.push(encoder.encode(`data: ${'x'.repeat(70_000)}`))).toThrow(RangeError)
    const lines = createSseParser()
    expect(() => {
      for (let n = 0; n < 100; n += 1) lines.push(encoder.encode(`data: ${'x'.repeat(1_000)}\n`))
    }).toThrow(RangeError)
  })
})
