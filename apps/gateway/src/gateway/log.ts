// The log: JSON lines on standard error, so that standard output stays for words to people.
import type { Log } from '@holdpoint/core'
import { pino } from 'pino'

export function createLog(level: string): Log {
  const logger = pino({ level, base: { name: 'holdpoint' } }, pino.destination({ fd: 2, sync: true }))
  return {
    debug: (message, fields) => logger.debug(fields ?? {}, message),
    info: (message, fields) => logger.info(fields ?? {}, message),
    warn: (message, fields) => logger.warn(fields ?? {}, message),
    error: (message, fields) => logger.error(fields ?? {}, message),
  }
}
