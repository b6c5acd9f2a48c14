// What happens at the door, in the log: refused attempts as warnings, changes of who may come in as notes. It is never
// handed a credential.
import type { ErrorCode, Log, LogFields } from '@holdpoint/core'
import type { HttpContext } from '@holdpoint/core/http'
import { createSlidingLimit } from './sliding-limit.ts'

export interface SecurityLog {
  refused(code: ErrorCode, context: HttpContext, fields?: LogFields): void
  /** Something that an authenticated principal did: `key revoked`. */
  did(what: string, by: string, fields?: LogFields): void
}

/** What is refused is logged at most so often a minute in all: a flood must not fill the disk. */
const maxRefusalsAMinute = 600

export function createSecurityLog(log: Log): SecurityLog {
  const rate = createSlidingLimit({ limit: maxRefusalsAMinute, windowMs: 60_000, maxKeys: 1 })
  return {
    refused(code, { remoteAddress }, fields = {}) {
      if (rate.take('refused')) log.warn('security: refused', { code, address: remoteAddress, ...fields })
    },
    did: (what, by, fields = {}) => log.info(`security: ${what}`, { by, ...fields }),
  }
}
