// What PostgreSQL and its driver fail with, in our words. A connection string never gets into a message: it may hold a
// password.
import { HoldpointError } from '@holdpoint/core/store'

/** The SQLSTATE that the server answered with, or Node's code of a socket's error; '' where there is neither. */
export const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : ''

/** The server itself said that the statement failed: then it has changed nothing. */
export const isServersWord = (cause: unknown): boolean => /^[0-9A-Z]{5}$/.test(codeOf(cause)) && hasSeverity(cause)

const hasSeverity = (cause: unknown) => cause instanceof Error && 'severity' in cause

/** A deadlock or a serialization failure: the server undid it, and the same again may succeed. */
export const isWorthRepeating = (cause: unknown): boolean => isServersWord(cause) && codeOf(cause).startsWith('40')

/** Values that the tables can't take: the fault of one call, not of those that share its statement. */
export const isAboutValues = (cause: unknown): boolean => {
  if (cause instanceof HoldpointError) return isAboutValues(cause.cause)
  return isServersWord(cause) && /^(22|23|54000)/.test(codeOf(cause))
}

/** Nothing is wrong but that it can't be reached now. */
export const isAbsence = (cause: unknown): boolean => {
  const code = codeOf(cause)
  if (cause instanceof AggregateError) return cause.errors.every(isAbsence)
  if (isServersWord(cause)) return /^(57P0[123]|53|080)/.test(code)
  return true
}

export function toFailure(cause: unknown): HoldpointError {
  if (cause instanceof HoldpointError) return cause
  const code = codeOf(cause)
  if (isAboutValues(cause)) return new HoldpointError('invalid_request', `PostgreSQL: ${unfit(code)}`, { cause })
  return new HoldpointError('unavailable', `PostgreSQL: ${reasonOf(cause)}`, { cause })
}

const unfit = (code: string) =>
  code === '54000' ? 'id, sortKey or a facet is too long to be indexed.' : `a value is not one it can keep (${code}).`

function reasonOf(cause: unknown): string {
  const code = codeOf(cause)
  if (code === '57014') return 'the call took longer than callTimeoutMs.'
  if (code === '53300') return 'it takes no more connections.'
  if (code === '25006') return 'it is read-only, as a standby is.'
  if (isServersWord(cause)) return `it answered with error ${code}.`
  if (cause instanceof AggregateError && cause.errors.length > 0) return reasonOf(cause.errors[0])
  if (code !== '') return `it can’t be reached (${code}).`
  return 'the connection failed.'
}

/** For opening: what the operator has to change is a wrong configuration, and not an outage. */
export function toOpeningFailure(cause: unknown): HoldpointError {
  const wrong = isServersWord(cause) ? wrongWhere(codeOf(cause)) : undefined
  if (wrong === undefined) return toFailure(cause)
  return new HoldpointError('invalid_config', `PostgreSQL: ${wrong}`, { cause })
}

function wrongWhere(code: string): string | undefined {
  if (code.startsWith('28')) return 'it refuses this user or password. Correct them in the URL, or let the user in.'
  if (code === '3D000') return 'the database that the URL names does not exist. Create it, or name another.'
  if (code === '08P01')
    return 'what answers takes no settings for a session, as a pooler does. Set transactionPooler: true, or name the server itself.'
  if (code === '42501')
    return 'the user may not create or use our schema. Grant it CREATE on the database, or make the schema and give it to the user.'
  return undefined
}
