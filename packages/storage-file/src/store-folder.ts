// The folder: what may be in it, under which names, and for whom to read.
import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { codeOf, explained, misplaced } from './store-error.ts'

export interface StoreFiles {
  /** Ascending. */
  readonly journals: readonly number[]
  /** Ascending. */
  readonly snapshots: readonly number[]
  /** Left behind by a crash; never part of the store. */
  readonly leftovers: readonly string[]
  /** Whether an operator has vouched that an owner who can't be seen is gone. */
  readonly mayTakeOver: boolean
}

export const takeOverName = 'take-over'
const ownName = /^(journal|snapshot)-(\d{6,15})\.jsonl(\.[0-9a-f]+\.tmp)?$/

const nameOf = (kind: 'journal' | 'snapshot', number: number) => `${kind}-${String(number).padStart(6, '0')}.jsonl`

export const pathOf = (folder: string, kind: 'journal' | 'snapshot', number: number) =>
  join(folder, nameOf(kind, number))

/** Makes the folder if it isn't there, and keeps others out of it. */
export function makeFolder(folder: string): void {
  if (folder.trim() === '' || folder.includes('\0'))
    throw misplaced(`folder: ${JSON.stringify(folder)} is not the path of a folder.`)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    listFiles(folder)
    if ((statSync(folder).mode & 0o077) !== 0) chmodSync(folder, 0o700)
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST' || codeOf(cause) === 'ENOTDIR')
      throw misplaced(`${folder} is a file, or lies in one; this store is a folder. Name a new or an empty one.`)
    throw explained(folder, cause)
  }
}

/** Throws `invalid_config` that names the first file which isn't ours. */
export function listFiles(folder: string): StoreFiles {
  const journals: number[] = []
  const snapshots: number[] = []
  const leftovers: string[] = []
  const names = readdirSync(folder)
  for (const name of names) {
    const [, kind, digits, leftover] = ownName.exec(name) ?? []
    if (name === takeOverName) continue
    if (kind === undefined)
      throw misplaced(
        `${join(folder, name)} is not Holdpoint’s. Name a folder that holds nothing else, such as a new one.`,
      )
    if (leftover !== undefined) leftovers.push(join(folder, name))
    else (kind === 'journal' ? journals : snapshots).push(Number(digits))
  }
  const ascending = (a: number, b: number) => a - b
  return {
    journals: journals.toSorted(ascending),
    snapshots: snapshots.toSorted(ascending),
    leftovers,
    mayTakeOver: names.includes(takeOverName),
  }
}

/** A name is durable only when its folder is. */
export function syncFolder(folder: string): void {
  const fd = openSync(folder, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
