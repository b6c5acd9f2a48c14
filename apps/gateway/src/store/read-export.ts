// Reads an export back. What isn't from its header to its trailer as it was written is refused, with the line.
import { createHash } from 'node:crypto'
import { HoldpointError, type StoreRecord } from '@holdpoint/core'
import { exportHeader } from './export-store.ts'
import { fileLines } from './file-lines.ts'
import { fromLine } from './record-line.ts'

const pageSize = 100
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Rejects with `invalid_config` before the last page where the file isn't whole: read it once before acting on it. */
export async function* readExport(path: string): AsyncGenerator<readonly StoreRecord[]> {
  const hash = createHash('sha256')
  let number = 0
  let records = 0
  let ended = false
  let page: StoreRecord[] = []
  const wrong = (why: string) => new HoldpointError('invalid_config', `${path}, line ${number}: ${why}.`)
  for await (const bytes of fileLines(path)) {
    number += 1
    if (ended) throw wrong('there is more after the end')
    const json = parse(bytes)
    if (number === 1) {
      if (JSON.stringify(json) !== JSON.stringify(exportHeader))
        throw wrong('this is not the header of an export that this version reads')
      continue
    }
    const end = endIn(json)
    if (end !== undefined) {
      if (end.records !== records) throw wrong(`there are ${records} records, and so many were not written`)
      if (end.sha256 !== hash.digest('hex')) throw wrong('the records are not those that were written')
      ended = true
      continue
    }
    const record = fromLine(json)
    if (!record.ok) throw wrong(`${record.detail}${record.field === undefined ? '' : ` (${record.field})`}`)
    hash.update(bytes).update('\n')
    records += 1
    page.push(record.value)
    if (page.length < pageSize) continue
    yield page
    page = []
  }
  if (!ended) throw wrong('the end is missing: the export was cut off')
  if (page.length > 0) yield page
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(bytes))
  } catch {
    return undefined
  }
}

function endIn(json: unknown): { readonly records: unknown; readonly sha256: unknown } | undefined {
  if (typeof json !== 'object' || json === null || !('end' in json)) return undefined
  const { end } = json
  if (typeof end !== 'object' || end === null) return undefined
  return { records: 'records' in end ? end.records : undefined, sha256: 'sha256' in end ? end.sha256 : undefined }
}
