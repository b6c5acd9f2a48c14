// A PostgreSQL server of a test's own: made in a folder of its own, run as somebody who isn't root, killed and frozen as
// the test likes, and deleted. Nothing of Holdpoint is known here.
import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdtemp, readFile, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { findPostgres } from './find-postgres.ts'
import { freePort } from './free-port.ts'

export interface PostgresServer {
  /** `postgres://…` of its one user and database, `holdpoint`; the same over restarts. */
  readonly url: string
  readonly port: number
  /** kill -9 of the server and of all its backends at once. */
  kill(): Promise<void>
  /** Starts it again after `kill` or `shutDown`; resolves once it takes connections. */
  start(): Promise<void>
  /** Ends it in an orderly way, cutting every connection. */
  shutDown(): Promise<void>
  /** SIGSTOP of it all: it keeps its connections, and is silent. */
  freeze(): Promise<void>
  thaw(): Promise<void>
  /** Ends it and deletes its folder. */
  remove(): Promise<void>
}

export interface PostgresOptions {
  /** Further settings, such as `{ max_connections: '20' }`. Durability is as PostgreSQL has it: on. */
  readonly settings?: Readonly<Record<string, string>>
}

const run = promisify(execFile)
const startTimeoutMs = 60_000

/** Rejects, saying what to install, where the machine has no PostgreSQL. Linux only. */
export async function startPostgres({ settings = {} }: PostgresOptions = {}): Promise<PostgresServer> {
  const programs = findPostgres()
  const user = whoRunsIt()
  const folder = await mkdtemp(join(tmpdir(), 'holdpoint-pg-'))
  if (user) await chown(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const port = await freePort()
  const all = { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '', ...settings }
  let server: ChildProcess | undefined
  let said = ''

  const pids = async () => (server?.pid === undefined ? [] : [server.pid, ...(await childrenOf(server.pid))])
  const signalAll = async (signal: NodeJS.Signals) => {
    for (const pid of await pids()) signalOne(pid, signal)
  }
  const killAtExit = () => server?.kill('SIGQUIT')

  const isEnded = () => server === undefined || server.exitCode !== null || server.signalCode !== null

  async function start(): Promise<void> {
    const endsAt = performance.now() + startTimeoutMs
    while (performance.now() < endsAt) {
      const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
      said = ''
      server = spawn(join(programs, 'postgres'), ['-D', data, ...flags], {
        stdio: ['ignore', 'ignore', 'pipe'],
        cwd: folder,
        ...user,
      })
      server.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-20_000)))
      const started = server
      while (started.exitCode === null && performance.now() < endsAt) {
        if (await answers(port)) return
        await sleep(20)
      }
      // Backends of a killed server may hold its memory for a moment longer.
      await sleep(100)
    }
    throw new Error(`PostgreSQL did not start:\n${said}`)
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (server === undefined || isEnded()) return
    const exited = once(server, 'exit')
    if (signal === 'SIGKILL') {
      // Stopped first, it can't start new backends while the old ones are killed.
      server.kill('SIGSTOP')
      for (const pid of await childrenOf(server.pid ?? 0)) signalOne(pid, 'SIGKILL')
    }
    server.kill(signal)
    await exited
  }

  async function remove(): Promise<void> {
    process.off('exit', killAtExit)
    await end('SIGKILL')
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }

  process.on('exit', killAtExit)
  try {
    const flags = ['-D', data, '-U', 'holdpoint', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync']
    await run(join(programs, 'initdb'), flags, { cwd: folder, ...user })
    // initdb makes `postgres`; a database of the user's own name is what a URL without one means.
    const [create, single] = ['create database holdpoint;\n', ['--single', '-D', data, 'postgres']]
    execFileSync(join(programs, 'postgres'), single, { input: create, cwd: folder, stdio: 'pipe', ...user })
    await start()
  } catch (error) {
    await remove()
    throw error
  }
  return {
    url: `postgres://holdpoint@127.0.0.1:${port}/holdpoint`,
    port,
    kill: () => end('SIGKILL'),
    start,
    shutDown: () => end('SIGINT'),
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
    remove,
  }
}

/** PostgreSQL refuses to run as root: then Debian's user for it does, or nobody. */
function whoRunsIt(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', 'nobody'])
    try {
      const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, name], { stdio: 'pipe' })))
      if (uid !== undefined && gid !== undefined) return { uid, gid }
    } catch {
      continue
    }
  throw new Error('PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody: add one.')
}

async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  return text.split(' ').filter(Boolean).map(Number)
}

function signalOne(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It has ended by itself meanwhile.
  }
}

/** Whether it takes connections: it answers a start-up message, with anything but "the database system is starting up". */
function answers(port: number): Promise<boolean> {
  const fields = ['user', 'holdpoint', 'database', 'holdpoint', ''].map((word) => `${word}\0`).join('')
  const message = Buffer.alloc(8 + Buffer.byteLength(fields))
  message.writeInt32BE(message.length, 0)
  message.writeInt32BE(196_608, 4)
  message.write(fields, 8)
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(message))
    socket.setTimeout(1_000, () => socket.destroy())
    socket.once('data', (bytes) => {
      resolve(bytes[0] === 'R'.charCodeAt(0))
      socket.destroy()
    })
    socket.once('error', () => {})
    socket.once('close', () => resolve(false))
  })
}
