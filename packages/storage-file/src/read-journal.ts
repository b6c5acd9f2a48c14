// Reads one journal or snapshot and judges it: whole, torn at its end by a crash, or damaged. It changes nothing.
import { crc32 } from 'node:zlib'
import { format, type Change, type Header, type Seal, type Trailer } from './entry.ts'
import { hex, textOf } from './line.ts'
import { readLines, type RawLine } from './read-lines.ts'
import { damaged, misplaced } from './store-error.ts'

export interface JournalRead {
  readonly header: Header
  /** Where the last trailer ends: what counts. */
  readonly bytes: number
  /** CRC-32 of what counts, for whoever goes on from there. */
  readonly chain: number
  readonly groups: number
  /** The store's clock in the last trailer. */
  readonly at: number
  readonly seals: readonly Seal[]
  /** How many bytes follow what counts, and the line they begin on. */
  readonly torn: { readonly bytes: number; readonly line: number } | undefined
}

export interface ReadOptions {
  /** Nothing after it is looked at, and everything before it must be whole. */
  readonly seal?: Seal | undefined
  /** Nothing after so many groups is looked at. */
  readonly maxGroups?: number
  /** Called for each change of a complete group, in order. Throws through. */
  readonly apply: (change: Change, line: number) => void
}

type Entry = Header | Change | Trailer

const none: Seal[] = []

/** Throws `unavailable` for damage, naming the line, and `invalid_config` for a file of a newer version. */
export function readJournal(
  path: string,
  kind: Header['holdpoint'],
  { seal, maxGroups, apply }: ReadOptions,
): JournalRead {
  const lines = readLines(path)
  const first = lines.next()
  if (first.done === true) throw damaged(path, 1, 'the file is empty, and should begin with a header')
  const header = headerOf(path, kind, first.value)
  let chain = chainOver(first.value, 0)
  let counted = { bytes: first.value.end, chain, groups: 0, at: 0, seals: none }
  let group: { readonly change: Change; readonly line: number }[] = []
  let end = counted.bytes
  for (const line of lines) {
    if (counted.bytes === seal?.bytes || counted.groups === maxGroups) break
    end = line.end
    const entry = entryOf(line)
    if (entry === undefined) {
      if (seal !== undefined) throw damaged(path, line.number, 'it isn’t what was written')
      end = endOfTorn(path, line, lines)
      break
    }
    if ('holdpoint' in entry) throw damaged(path, line.number, 'a second header')
    if (!('end' in entry)) {
      if (!('put' in entry || 'remove' in entry || 'seal' in entry)) throw unknownTo(path, line.number)
      group.push({ change: entry, line: line.number })
      chain = chainOver(line, chain)
      continue
    }
    const expected = { group: counted.groups + 1, lines: group.length, chain: hex(chain) }
    if (Object.entries(expected).some(([name, value]) => Reflect.get(entry.end, name) !== value))
      throw damaged(path, line.number, 'lines before it are missing, doubled or moved')
    for (const { change, line: at } of group) apply(change, at)
    const seals = group.flatMap(({ change }) => ('seal' in change ? change.seal : []))
    chain = chainOver(line, chain)
    counted = { bytes: line.end, chain, groups: expected.group, at: entry.end.at, seals: [...counted.seals, ...seals] }
    group = []
  }
  if (seal !== undefined && (counted.bytes !== seal.bytes || hex(counted.chain) !== seal.chain))
    throw damaged(path, 1, `it should be the first ${seal.bytes} bytes that a later journal says it has, and isn’t`)
  const torn =
    seal !== undefined || end === counted.bytes
      ? undefined
      : { bytes: end - counted.bytes, line: lineAfter(path, counted.bytes) }
  return { header, ...counted, torn }
}

function headerOf(path: string, kind: Header['holdpoint'], line: RawLine): Header {
  const entry = entryOf(line)
  if (entry === undefined) throw damaged(path, 1, 'it isn’t the header that was written')
  if (!('holdpoint' in entry) || entry.holdpoint !== kind) throw damaged(path, 1, `it isn’t the header of a ${kind}`)
  if (entry.format !== format)
    throw misplaced(`${path} was written in format ${entry.format}, and this version knows ${format}; use a newer one.`)
  return entry
}

const unknownTo = (path: string, line: number) =>
  misplaced(`${path}, line ${line}: this version doesn’t know what it says; use a newer one.`)

function entryOf({ bytes, whole }: RawLine): Entry | undefined {
  const text = whole ? textOf(bytes) : undefined
  return text === undefined ? undefined : JSON.parse(text)
}

const chainOver = ({ bytes }: RawLine, chain: number) => crc32('\n', crc32(bytes, chain))

/**
 * A crash leaves a line without its end, or zeros where the disk had not written yet, and nothing sound after it.
 * Anything else was acknowledged once: throws. Returns where the file ends.
 */
function endOfTorn(path: string, line: RawLine, following: Iterable<RawLine>): number {
  const why = 'it isn’t what was written'
  if (line.whole && !line.bytes.includes(0)) throw damaged(path, line.number, why)
  // All but the last byte is sound: that byte was the newline.
  if (!line.whole && textOf(line.bytes.subarray(0, -1)) !== undefined) throw damaged(path, line.number, why)
  let end = line.end
  for (const next of following) {
    if (entryOf(next) !== undefined) throw damaged(path, line.number, why)
    end = next.end
  }
  return end
}

function lineAfter(path: string, bytes: number): number {
  let number = 1
  for (const line of readLines(path)) {
    if (line.end > bytes) break
    number = line.number + 1
  }
  return number
}
