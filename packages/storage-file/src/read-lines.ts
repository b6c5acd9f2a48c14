// The lines of a file, read in pieces: a snapshot may be larger than a string can be.
import { closeSync, openSync, readSync } from 'node:fs'

export interface RawLine {
  /** Without its newline. */
  readonly bytes: Buffer
  /** Counted from 1. */
  readonly number: number
  /** The offset of the first byte after the line. */
  readonly end: number
  /** Whether a newline ends it; only the last one can lack it. */
  readonly whole: boolean
}

const pieceBytes = 1_048_576

export function* readLines(path: string): Generator<RawLine> {
  const fd = openSync(path, 'r')
  try {
    let rest: Buffer[] = []
    let number = 1
    let end = 0
    for (;;) {
      const piece = Buffer.allocUnsafe(pieceBytes)
      const read = readSync(fd, piece)
      if (read === 0) break
      const filled = piece.subarray(0, read)
      let from = 0
      for (let at = filled.indexOf(10); at !== -1; at = filled.indexOf(10, from)) {
        const last = filled.subarray(from, at)
        const bytes = rest.length === 0 ? last : Buffer.concat([...rest, last])
        end += bytes.length + 1
        yield { bytes, number, end, whole: true }
        number += 1
        rest = []
        from = at + 1
      }
      if (from < read) rest.push(filled.subarray(from))
    }
    const bytes = Buffer.concat(rest)
    if (bytes.length > 0) yield { bytes, number, end: end + bytes.length, whole: false }
  } finally {
    closeSync(fd)
  }
}
