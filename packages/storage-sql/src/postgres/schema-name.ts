// The name of our schema, as we may put it between quotes, and what is derived from it.
import { HoldpointError } from '@holdpoint/core/store'

/** Throws `invalid_config`. */
export function checkSchemaName(schema: string): void {
  if (/^[a-z_][a-z0-9_]{0,47}$/.test(schema) && !schema.startsWith('pg_')) return
  throw new HoldpointError(
    'invalid_config',
    'schema: must be a name of lower-case letters, digits and _, at most 48 long, and not begin with pg_.',
  )
}

/** On which its nodes notify each other. */
export function channelOf(schema: string): string {
  checkSchemaName(schema)
  return `holdpoint_${schema}`
}
