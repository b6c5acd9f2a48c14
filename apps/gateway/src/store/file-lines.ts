// The lines of a file, by bytes: a reader of text lines would also split at U+2028, which stands unescaped in JSON.
import { createReadStream } from 'node:fs'
import { HoldpointError } from '@holdpoint/core'

/** More is no export of ours, and would fill the memory. */
const maxLineBytes = 64 * 1_048_576

/** Rejects with `invalid_config` where the file can't be read, or its last line has no end. */
export async function* fileLines(path: string): AsyncGenerator<Buffer> {
  let rest: Buffer[] = []
  let restBytes = 0
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      let from = 0
      for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
        yield rest.length === 0 ? chunk.subarray(from, end) : Buffer.concat([...rest, chunk.subarray(from, end)])
        rest = []
        restBytes = 0
        from = end + 1
      }
      rest.push(chunk.subarray(from))
      restBytes += chunk.length - from
      if (restBytes > maxLineBytes) throw new HoldpointError('invalid_config', `${path} has a line of no export.`)
    }
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    if (cause instanceof HoldpointError || typeof code !== 'string') throw cause
    throw new HoldpointError('invalid_config', `${path} can’t be read (${code}).`, { cause })
  }
  if (restBytes > 0) throw new HoldpointError('invalid_config', `${path} ends in the middle of a line: it was cut off.`)
}
