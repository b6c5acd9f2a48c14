// Writes a store to a file of JSON lines: a header, the records, and a trailer that counts and hashes them. A file without
// its trailer is not an export, so one that was cut short can't pass for a whole one.
import { createHash } from 'node:crypto'
import { link, open, unlink } from 'node:fs/promises'
import { HoldpointError } from '@holdpoint/core'
import type { Pages } from './all-records.ts'
import { toLine } from './record-line.ts'
import type { Progress } from './progress.ts'

export const exportHeader = { holdpoint: 'store-export', format: 1 } as const

/** Rejects with `invalid_config` where there is a file already. Resolves to how many records it wrote, durably. */
export async function exportStore(pages: Pages, path: string, progress: Progress): Promise<number> {
  const part = `${path}.part`
  const hash = createHash('sha256')
  let records = 0
  try {
    const file = await open(part, 'w', 0o600)
    try {
      await file.write(`${JSON.stringify(exportHeader)}\n`)
      for await (const page of pages) {
        if (page.length === 0) continue
        const text = page.map((record) => `${toLine(record)}\n`).join('')
        hash.update(text)
        await file.writeFile(text)
        records += page.length
        progress(records)
      }
      await file.writeFile(`${JSON.stringify({ end: { records, sha256: hash.digest('hex') } })}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    // Not `rename`, which would replace a file that is there: perhaps the only backup.
    await link(part, path)
  } catch (cause) {
    throw whyNotWritten(path, cause)
  } finally {
    await unlink(part).catch(() => {})
  }
  return records
}

function whyNotWritten(path: string, cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'EEXIST')
    return new HoldpointError('invalid_config', `${path} is there already. Name another file.`, { cause })
  if (typeof code !== 'string' || cause instanceof HoldpointError) return cause
  return new HoldpointError('unavailable', `${path} can’t be written (${code}).`, { cause })
}
