// Bytes that two readers of HTTP take for different requests. In each hides a whole, credentialed decision: whoever
// finds it there allows what is held.

export interface RawParts {
  /** Of a request by somebody known, up to its own framing: start line, Host, Authorization, Content-Type. */
  readonly known: string
  /** The same without a credential. */
  readonly unknown: string
  /** A whole request that allows what is held. */
  readonly decision: string
}

export interface RawRow {
  readonly id: string
  readonly bytes: (parts: RawParts) => string
  /** `cut`: at most refused, and the connection ends at once. `kept`: refused once, and it may serve the next. */
  readonly expect: 'cut' | 'kept'
}

const cut = (id: string, bytes: RawRow['bytes']): RawRow => ({ id: `raw: ${id}`, bytes, expect: 'cut' })
const kept = (id: string, bytes: RawRow['bytes']): RawRow => ({ id: `raw: ${id}`, bytes, expect: 'kept' })
const chunked = 'Transfer-Encoding: chunked\r\n'

const codings: readonly string[] = [
  'xchunked',
  'chunked, identity',
  'identity',
  'identity, chunked, identity',
  'gzip',
  'chunked\x0b',
  '\x0bchunked',
  '"chunked"',
  'chunked;q=1',
  'chunked chunked',
]

const lengths: readonly string[] = ['+0', '-0', '-1', '0x0', '0 0', '0,0', '0, 5', '1e1', '', '٠', '9'.repeat(30), '0;']

/** In place of the size of a chunk, where a lenient reader sees 0 or the 2 that stand there. */
const sizes: readonly string[] = [
  '0x2',
  '+2',
  '-2',
  ' 2',
  '2_0',
  '',
  'g',
  '"2"',
  `1${'0'.repeat(16)}`,
  'f'.repeat(17),
  '2\n',
  '2\r',
  '2\0',
  '2;a\nb',
  '2;\0',
]

/** Lines of a head that no two readers agree on. */
const lines: readonly (readonly [name: string, line: string])[] = [
  ['a space before the colon', 'Content-Length : 0\r\n'],
  ['a tab before the colon', 'Content-Length\t: 0\r\n'],
  ['a space before the colon of Transfer-Encoding', 'Transfer-Encoding : chunked\r\n'],
  ['a name that begins with a space', 'X: y\r\n Content-Length: 0\r\n'],
  ['a folded value', 'X: y\r\n\tz\r\n'],
  ['a folded Transfer-Encoding', 'Transfer-Encoding:\r\n chunked\r\n'],
  ['a bare LF', 'X: y\nContent-Length: 0\r\n'],
  ['a bare CR', 'X: y\rContent-Length: 0\r\n'],
  ['a NUL in a value', 'X: y\0\r\n'],
  ['a NUL in a name', 'X\0: y\r\n'],
  ['no name', ': y\r\n'],
  ['no colon', 'Content-Length\r\n'],
  ['a name that is not ASCII', 'Content-Lengthé: 0\r\n'],
]

export const rawRows: readonly RawRow[] = [
  cut('both lengths', ({ known, decision }) => `${known}Content-Length: 5\r\n${chunked}\r\n0\r\n\r\n${decision}`),
  cut(
    'both, the other first',
    ({ known, decision }) => `${known}${chunked}Content-Length: 0\r\n\r\n0\r\n\r\n${decision}`,
  ),
  cut('both, whole in one', ({ known, decision }) => {
    const hidden = `0\r\n\r\n${decision}`
    return `${known}Content-Length: ${hidden.length}\r\n${chunked}\r\n${hidden}`
  }),
  cut(
    'two Content-Lengths',
    ({ known, decision }) => `${known}Content-Length: 0\r\nContent-Length: ${decision.length}\r\n\r\n${decision}`,
  ),
  cut('two equal Content-Lengths', ({ known }) => `${known}Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}`),
  cut(
    'two Transfer-Encodings',
    ({ known, decision }) => `${known}${chunked}Transfer-Encoding: x\r\n\r\n0\r\n\r\n${decision}`,
  ),
  ...codings.map((coding) =>
    cut(
      `Transfer-Encoding ${JSON.stringify(coding)}`,
      ({ known, decision }) => `${known}Transfer-Encoding: ${coding}\r\n\r\n0\r\n\r\n${decision}`,
    ),
  ),
  ...lengths.map((length) =>
    cut(
      `Content-Length ${JSON.stringify(length)}`,
      ({ known, decision }) => `${known}Content-Length: ${length}\r\n\r\n${decision}`,
    ),
  ),
  ...sizes.map((size) =>
    cut(
      `a chunk of ${JSON.stringify(size)}`,
      ({ known, decision }) => `${known}${chunked}\r\n${size}\r\n{}\r\n0\r\n\r\n${decision}`,
    ),
  ),
  cut('a chunk longer than its size', ({ known, decision }) => `${known}${chunked}\r\n1\r\n{}\r\n0\r\n\r\n${decision}`),
  cut('a chunk that ends with LF', ({ known, decision }) => `${known}${chunked}\r\n2\r\n{}\n0\r\n\r\n${decision}`),
  cut('chunks that end with LF', ({ known, decision }) => `${known}${chunked}\r\n2\n{}\n0\n\n${decision}`),
  ...lines.map(([name, line]) =>
    cut(name, ({ known, decision }) => `${known}${line}Content-Length: ${decision.length}\r\n\r\n${decision}`),
  ),
  cut('a head of LFs', ({ known, decision }) => `${known}\r\n`.replaceAll('\r\n', '\n') + decision),
  cut(
    'a word behind the version',
    ({ known, decision }) => `${known.replace('HTTP/1.1', 'HTTP/1.1 x')}\r\n${decision}`,
  ),
  ...['HTTP/1.2', 'HTTP/2.0', 'HTTP/0.9', 'http/1.1', 'HTTP/1.1.1'].map((version) =>
    cut(`the version ${version}`, ({ known, decision }) => `${known.replace('HTTP/1.1', version)}\r\n${decision}`),
  ),
  // Their bodies, which nobody needs to read, are requests; they must stay bodies.
  kept(
    'a request as the body of a refused one',
    ({ unknown, decision }) => `${unknown}Content-Length: ${decision.length}\r\n\r\n${decision}`,
  ),
  kept(
    'a request as the chunk of a refused one',
    ({ unknown, decision }) => `${unknown}${chunked}\r\n${decision.length.toString(16)}\r\n${decision}\r\n0\r\n\r\n`,
  ),
  kept(
    'a request as the trailers of a refused one',
    ({ unknown, decision }) =>
      `${unknown}${chunked}\r\n0\r\nAuthorization: ${/Authorization: (.*)\r\n/i.exec(decision)?.[1] ?? ''}\r\n\r\n`,
  ),
]
