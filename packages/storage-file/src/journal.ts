// The journal that is being written. Its number is the fence: whoever makes the next one owns the store from then on,
// and what is written here after that is not part of it.
import {
  closeSync,
  existsSync,
  fdatasync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  openSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { promisify } from 'node:util'
import { crc32 } from 'node:zlib'
import type { Header, Trailer } from './entry.ts'
import { hex, toLine } from './line.ts'
import { pathOf, syncFolder } from './store-folder.ts'
import { codeOf } from './store-error.ts'

const sync = promisify(fdatasync)

/** `passing`: nothing was lost, and once there is room the journal can be written again. */
export class FailedAppend extends Error {
  readonly passing: boolean
  constructor(cause: unknown, passing: boolean) {
    super('the journal could not be written', { cause })
    this.passing = passing
  }
}

const isFull = (cause: unknown) => ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(codeOf(cause))

export class Journal {
  readonly path: string
  readonly number: number
  readonly #folder: string
  readonly #fd: number
  #bytes = 0
  #chain = 0
  #groups = 0

  private constructor(folder: string, header: Header, fd: number) {
    this.#folder = folder
    this.number = header.number
    this.path = pathOf(folder, 'journal', header.number)
    this.#fd = fd
  }

  /** Makes the journal of this number, durably. Undefined if there is one already. */
  static claim(folder: string, header: Header): Journal | undefined {
    const path = pathOf(folder, 'journal', header.number)
    const draft = `${path}.${header.owner.nonce}.tmp`
    const fd = openSync(draft, 'ax', 0o600)
    try {
      const journal = new Journal(folder, header, fd)
      journal.#write(toLine(header))
      fsyncSync(fd)
      // Unlike a rename, a link fails where there is a file: of two who try, one wins.
      linkSync(draft, path)
      unlinkSync(draft)
      syncFolder(folder)
      return journal
    } catch (cause) {
      closeSync(fd)
      if (existsSync(draft)) unlinkSync(draft)
      if (codeOf(cause) === 'EEXIST') return undefined
      throw cause
    }
  }

  get bytes(): number {
    return this.#bytes
  }

  get chain(): string {
    return hex(this.#chain)
  }

  /**
   * Appends the changes and their trailer, and resolves once they are durable. Rejects with a `FailedAppend`; the file
   * is then as it was before, as far as the disk allows.
   */
  async append(lines: readonly string[], at: number, closed = false): Promise<void> {
    const before = { bytes: this.#bytes, chain: this.#chain }
    let written = false
    try {
      if (lines.length > 0) this.#write(lines.join(''))
      const end = { group: this.#groups + 1, lines: lines.length, at, chain: hex(this.#chain) }
      const trailer: Trailer = { end: closed ? { ...end, closed } : end }
      this.#write(toLine(trailer))
      written = true
      await sync(this.#fd)
      this.#groups += 1
    } catch (cause) {
      this.#bytes = before.bytes
      this.#chain = before.chain
      throw new FailedAppend(cause, this.#cutBack() && !written && isFull(cause))
    }
  }

  /** Nobody is told that it is there, so it should not come back. */
  #cutBack(): boolean {
    try {
      if (this.lostBecause() !== undefined) return false
      ftruncateSync(this.#fd, this.#bytes)
      return true
    } catch {
      return false
    }
  }

  /** Why this process must not write, or say that it has written, any more. */
  lostBecause(): string | undefined {
    if (existsSync(pathOf(this.#folder, 'journal', this.number + 1))) return 'another process has taken the store over'
    return fstatSync(this.#fd).nlink === 0 ? 'the file was deleted' : undefined
  }

  /** Takes the claim back, unless another process has claimed the next already. Nobody may have been told of a write. */
  withdraw(): void {
    try {
      if (this.lostBecause() === undefined) unlinkSync(this.path)
    } finally {
      this.end()
    }
  }

  end(): void {
    closeSync(this.#fd)
  }

  #write(text: string): void {
    const bytes = Buffer.from(text)
    for (let at = 0; at < bytes.length;) at += writeSync(this.#fd, bytes, at)
    this.#bytes += bytes.length
    this.#chain = crc32(bytes, this.#chain)
  }
}
