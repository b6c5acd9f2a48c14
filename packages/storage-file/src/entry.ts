// What the lines say. A file is a header, then groups: changes and the trailer that makes them count.
import type { StoreRecord } from '@holdpoint/core/store'
import type { Owner } from './owner.ts'

/** Raised when older versions would misread what is written. */
export const format = 1

export interface Header {
  readonly holdpoint: 'journal' | 'snapshot'
  readonly format: number
  /** Of all files of one store. */
  readonly store: string
  readonly number: number
  readonly owner: Owner
  /** Epoch ms by the wall clock, and ms since the machine started, at the same moment: a set clock shows by them. */
  readonly wallAt: number
  readonly uptimeMs: number
}

/** Where an earlier journal ends for good; whatever is written to it later is not part of the store. */
export interface Seal {
  readonly number: number
  readonly bytes: number
  readonly chain: string
}

export type Change =
  | { readonly put: StoreRecord }
  | { readonly remove: { readonly collection: string; readonly id: string; readonly rev: number } }
  | { readonly seal: readonly Seal[] }

export interface Trailer {
  readonly end: {
    /** Counts the groups of the file, from 1. */
    readonly group: number
    /** How many changes it ends. */
    readonly lines: number
    /** The store's clock, epoch ms. */
    readonly at: number
    /** CRC-32 of the file up to this line: no line is missing, doubled or moved. */
    readonly chain: string
    /** Present when the owner left in good order. */
    readonly closed?: true
  }
}
