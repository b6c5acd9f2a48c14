// The built gateway as a child process, in a folder of its own, that can be stopped, killed and started again.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Agent } from 'undici'
import { onTestFinished } from 'vitest'
import { createApi, type Api } from './api.ts'
import { runProgram, type Ended } from './run-program.ts'

export const root = fileURLToPath(new URL('../../../..', import.meta.url))
export const workspaceNode = join(root, 'node_modules/.bin/node')
export const mainFile = join(root, 'apps/gateway/dist/main.js')

export interface GatewayOptions {
  /** Written to `holdpoint.config.json5`. */
  readonly config?: object
  readonly env?: Readonly<Record<string, string>>
  /** Default: any free one, which stays the same over restarts. */
  readonly port?: number
  /** Runs there, and leaves it there; default a folder of its own, which is removed. */
  readonly dir?: string
}

/** A line of the file that the channel `log` writes. */
export interface DeliveredLine {
  readonly approval: string
  readonly to: string
  readonly payload: { readonly text?: string }
}

export interface GatewayProcess {
  readonly dir: string
  readonly url: string
  readonly port: number
  /** What it printed since it was started last. */
  stdout(): string
  stderr(): string
  /** Printed on the first run of a gateway without a config file. */
  readonly signInLink: string
  readonly firstKey: string
  readonly operatorToken: string
  /** Without a credential it sends none. */
  api(credential?: string): Api
  /** Who may decide everything. */
  readonly operator: Api
  /** Writes its config file, for the next start. */
  configure(config: object): Promise<void>
  /** Starts again, on the same folder and port. */
  start(): Promise<void>
  /** SIGTERM; resolves to the exit code. */
  stop(): Promise<number | null>
  /** kill -9. */
  kill(): Promise<void>
  /** SIGHUP. */
  hangUp(): void
  /** SIGSTOP, and SIGCONT. */
  freeze(): void
  thaw(): void
  /** Runs `holdpoint …` beside it, in its folder. */
  cli(...args: string[]): Promise<Ended>
  delivered(): Promise<readonly DeliveredLine[]>
  /** Kills it and removes what it left. */
  remove(): Promise<void>
}

/** The machine's environment without any setting of Holdpoint's, and with the workspace's tools first. */
export function cleanEnv(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('HOLDPOINT_') && name !== 'NODE_OPTIONS')
  return { ...Object.fromEntries(own), PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}`, ...more }
}

/** Resolves once it serves; removed when the test ends. */
export async function gatewayForTest(options: GatewayOptions = {}): Promise<GatewayProcess> {
  const gateway = await startGateway(options)
  onTestFinished(() => gateway.remove())
  return gateway
}

const servingAt = /Holdpoint is serving at (\S+)\n(?:.|\n)*(?:A later link|fresh link): holdpoint link.*\n/

/** As `gatewayForTest`, but who starts it has to remove it. */
export async function startGateway(options: GatewayOptions = {}): Promise<GatewayProcess> {
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'holdpoint-e2e-'))
  const configure = (config: object) => writeFile(join(dir, 'holdpoint.config.json5'), JSON.stringify(config))
  if (options.config) await configure(options.config)
  let port = options.port ?? 0
  let child: ChildProcess
  let agent: Agent
  let [stdout, stderr] = ['', '']
  const env = () => cleanEnv({ ...options.env, HOLDPOINT_SERVER_PORT: String(port) })

  async function start(): Promise<void> {
    ;[stdout, stderr] = ['', '']
    const started = spawn(workspaceNode, [mainFile, 'serve'], {
      cwd: dir,
      env: env(),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = started
    agent = new Agent()
    await new Promise<void>((resolve, reject) => {
      const fail = () => reject(new Error(`the gateway ended before it served:\n${stdout}${stderr}`))
      started.once('exit', fail)
      started.once('error', reject)
      started.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
      started.stdout.setEncoding('utf8').on('data', (text: string) => {
        stdout += text
        const [, url] = servingAt.exec(stdout) ?? []
        if (url === undefined) return
        port = Number(new URL(url).port)
        started.off('exit', fail)
        resolve()
      })
    })
  }

  async function end(signal: NodeJS.Signals): Promise<number | null> {
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit')
      child.kill(signal)
      await exited
    }
    await agent.destroy()
    return child.exitCode
  }

  async function remove(): Promise<void> {
    await end('SIGKILL')
    if (options.dir === undefined) await rm(dir, { recursive: true, force: true })
  }

  try {
    await start()
  } catch (error) {
    await remove()
    throw error
  }
  const url = `http://127.0.0.1:${port}`
  const api = (credential?: string) => createApi(() => ({ url, dispatcher: agent }), credential)
  // There are none where the configuration sets both a credential and callback keys.
  const local = await readFile(join(dir, '.holdpoint/secrets.json'), 'utf8').catch(() => '{"operatorToken":""}')
  const secrets: { operatorToken: string } = JSON.parse(local)
  return {
    dir,
    url,
    port,
    stdout: () => stdout,
    stderr: () => stderr,
    signInLink: /\S+\/sign-in#\S+/.exec(stdout)?.[0] ?? '',
    firstKey: /hpk_\S+/.exec(stdout)?.[0] ?? '',
    operatorToken: secrets.operatorToken,
    api,
    operator: api(secrets.operatorToken),
    configure,
    start,
    stop: () => end('SIGTERM'),
    kill: async () => void (await end('SIGKILL')),
    hangUp: () => void child.kill('SIGHUP'),
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    cli: (...args) => runProgram(workspaceNode, [mainFile, ...args], { cwd: dir, env: env() }),
    delivered: () => readDelivered(dir),
    remove,
  }
}

/** None where there is no file yet. */
async function readDelivered(dir: string): Promise<readonly DeliveredLine[]> {
  const text = await readFile(join(dir, '.holdpoint/outbound.jsonl'), 'utf8').catch(() => '')
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as DeliveredLine]))
}
