import type { Principal } from '@holdpoint/core'

/** Somebody who can have a session. */
export interface Account {
  readonly principal: Principal
  /** Sessions and links carry it from when they were made; another one now means that they are void. */
  readonly epoch: string
}
