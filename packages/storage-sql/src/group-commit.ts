// Durable writes cost one fsync each; writes that ask in the same turn of the event loop share one. Nothing is answered
// before its transaction's COMMIT has returned.
import { HoldpointError } from '@holdpoint/core/store'
import type { Database } from 'better-sqlite3'

export interface GroupCommit {
  /** Runs `write` in the next group. Rejects with `unavailable` when it, or its group's COMMIT, failed. */
  run<T>(write: () => T): Promise<T>
  /** Commits what is waiting, now. */
  drain(): void
}

interface Waiting {
  /** Does the write and returns what answers its caller once it is durable. */
  attempt(): () => void
  reject(error: HoldpointError): void
}

// Each write takes some 50 µs: a group of this size holds the event loop for a few tens of milliseconds at most.
const maxGroup = 500

export function createGroupCommit(client: Database, name: string, beginGroup: () => void): GroupCommit {
  let waiting: Waiting[] = []
  let scheduled = false
  let broken: HoldpointError | undefined

  const commit = client.transaction((group: readonly Waiting[]) => {
    beginGroup()
    return group.map((one) => {
      try {
        return one.attempt()
      } catch (cause) {
        // A failed statement undoes itself, and the group goes on; but some errors end the whole transaction.
        if (!client.inTransaction) throw cause
        return () => one.reject(unavailable(cause))
      }
    })
  })

  const unavailable = (cause: unknown) => new HoldpointError('unavailable', `${name}: ${reasonOf(cause)}`, { cause })

  const flushOne = () => {
    const group = waiting.slice(0, maxGroup)
    waiting = waiting.slice(maxGroup)
    let answers: readonly (() => void)[]
    try {
      if (broken !== undefined) throw broken
      answers = commit.immediate(group)
    } catch (cause) {
      const error = cause instanceof HoldpointError ? cause : unavailable(cause)
      if (isLasting(cause)) broken = error
      answers = group.map((one) => () => one.reject(error))
    }
    for (const answer of answers) answer()
  }

  const flush = () => {
    scheduled = false
    if (waiting.length > 0) flushOne()
    if (waiting.length > 0) schedule()
  }

  const schedule = () => {
    if (scheduled) return
    scheduled = true
    setImmediate(flush)
  }

  return {
    run: (write) =>
      new Promise((resolve, reject) => {
        const attempt = () => {
          const result = write()
          return () => resolve(result)
        }
        waiting.push({ attempt, reject })
        schedule()
      }),
    drain() {
      while (waiting.length > 0) flushOne()
    },
  }
}

const codeOf = (cause: unknown) =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : ''

/**
 * After a failed write or sync the kernel may take the lost pages for clean, so that a retry would succeed and lie:
 * this connection writes no more.
 */
function isLasting(cause: unknown): boolean {
  return /^SQLITE_(IOERR|CORRUPT|NOTADB)/.test(codeOf(cause))
}

function reasonOf(cause: unknown): string {
  const code = codeOf(cause)
  if (code.startsWith('SQLITE_BUSY')) return 'another process kept it locked for longer than busyTimeoutMs.'
  if (code.startsWith('SQLITE_FULL')) return 'the disk is full.'
  if (isLasting(cause)) return `the disk or the file is damaged (${code}); it takes no more writes until reopened.`
  return cause instanceof Error ? cause.message : 'it failed.'
}
