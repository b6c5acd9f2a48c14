// What happens at the door, in the log: refused attempts as warnings, changes of who may come in as notes. It is never
// handed a credential.
import type { Audit, ErrorCode, Log, LogFields } from '@holdpoint/core'
import type { HttpContext } from '@holdpoint/core/http'
import { createSlidingLimit } from './sliding-limit.ts'

export interface SecurityLog {
  refused(code: ErrorCode, context: HttpContext, fields?: LogFields): void
  /** Something that an authenticated principal did: `key revoked`. */
  did(what: string, by: string, fields?: LogFields): void
  /** Resolves when all that was done is kept for the audit log, or never will be. */
  settled(): Promise<void>
}

/** What is refused is logged at most so often a minute in all: a flood must not fill the disk. */
const maxRefusalsAMinute = 600

/**
 * `audit` keeps what was done in the audit log too. It is written after the deed, so that a crash just then leaves it in
 * this log only.
 */
export function createSecurityLog(log: Log, audit?: Pick<Audit, 'write'>): SecurityLog {
  const rate = createSlidingLimit({ limit: maxRefusalsAMinute, windowMs: 60_000, maxKeys: 1 })
  const pending = new Set<Promise<void>>()
  return {
    refused(code, { remoteAddress }, fields = {}) {
      if (rate.take('refused')) log.warn('security: refused', { code, address: remoteAddress, ...fields })
    },
    did(what, by, fields = {}) {
      log.info(`security: ${what}`, { by, ...fields })
      if (!audit) return
      const about = [fields['key'], fields['reviewer'], by].find((id) => typeof id === 'string') ?? by
      const via = typeof fields['via'] === 'string' ? fields['via'] : 'inbox'
      const kept: Promise<void> = audit
        .write({ event: `gateway.${what.replaceAll(/[^a-z]+/g, '_')}`, about, actor: by, via })
        .catch((error: unknown) => log.error('not in the audit log', { what, by, error: String(error) }))
        .finally(() => pending.delete(kept))
      pending.add(kept)
    },
    async settled() {
      await Promise.all(pending)
    },
  }
}
