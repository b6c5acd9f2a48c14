// The errors of this store, each with the file, the line where there is one, and the fix.
import { HoldpointError } from '@holdpoint/core/store'

export const unavailable = (detail: string, cause?: unknown) =>
  new HoldpointError('unavailable', detail, cause === undefined ? {} : { cause })

export const misplaced = (detail: string) => new HoldpointError('invalid_config', detail)

/** What was acknowledged can't be told apart from what was not: nobody but an operator can decide what is lost. */
export const damaged = (path: string, line: number, why: string) =>
  unavailable(`${path}, line ${line}: ${why}. The store is damaged and was left as it is; restore it from a backup.`)

/** The system's code of a failure, such as ENOSPC; empty if it has none. */
export const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : ''

/** Passes our own errors on and says of any other which path it was. */
export const explained = (path: string, cause: unknown): HoldpointError =>
  cause instanceof HoldpointError
    ? cause
    : unavailable(`${path} can’t be opened (${codeOf(cause) || String(cause)}).`, cause)
