// Who has the store open, and whether they still live. A process that is merely stopped lives.
import { randomBytes } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { threadId } from 'node:worker_threads'

export interface Owner {
  readonly pid: number
  /** Clock ticks since the machine started; with `pid` it names one process for good. Empty where there is no /proc. */
  readonly started: string
  /** Names this run of the machine. */
  readonly boot: string
  /** The namespace in which `pid` counts: containers have their own. */
  readonly pidSpace: string
  readonly thread: number
  readonly nonce: string
}

/** Opened by this process and not closed. */
const held = new Set<string>()

export function becomeOwner(): Owner {
  const nonce = randomBytes(8).toString('hex')
  held.add(nonce)
  return {
    pid: process.pid,
    started: startOf(process.pid) ?? '',
    boot: readOr(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    pidSpace: readOr(() => readlinkSync('/proc/self/ns/pid')),
    thread: threadId,
    nonce,
  }
}

export const releaseOwner = (owner: Owner) => held.delete(owner.nonce)

/** `unseen`: it runs, or ran, where this process can't see it. */
export function stateOf(owner: Owner, own: Owner): 'alive' | 'gone' | 'unseen' {
  if (owner.boot !== own.boot) return 'gone'
  if (owner.pidSpace !== own.pidSpace) return 'unseen'
  if (owner.pid === own.pid && owner.started === own.started && owner.thread === own.thread)
    return held.has(owner.nonce) ? 'alive' : 'gone'
  if (owner.started !== '') return startOf(owner.pid) === owner.started ? 'alive' : 'gone'
  return answers(owner.pid) ? 'alive' : 'gone'
}

/** Undefined when there is no such process, or only what is left of one for its parent to collect. */
function startOf(pid: number): string | undefined {
  const stat = readOr(() => readFileSync(`/proc/${pid}/stat`, 'utf8'))
  // After the name, which may hold anything: state is the first field, the start time the twentieth.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return stat === '' || fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
}

function answers(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (cause) {
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM'
  }
}

function readOr(read: () => string): string {
  try {
    return read()
  } catch {
    return ''
  }
}
