// What the documentation tells people to paste, run as they would: in a folder that is the workspace to whoever works in
// it, but whose state is its own, beside a gateway. Only its port is another than the pages name: that one may be taken.
import { mkdtempSync } from 'node:fs'
import { copyFile, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { cleanEnv, root, startGateway, type GatewayProcess } from './gateway-process.ts'
import { runProgram } from './run-program.ts'

export interface Walk {
  readonly dir: string
  readonly gateway: GatewayProcess
  /** Runs it with bash; `complaints` is what it said on standard error, without npm's own warnings. */
  run(script: string): Promise<{ readonly code: number | null; readonly stdout: string; readonly complaints: string[] }>
}

export const readPage = (path: string) => readFile(join(root, path), 'utf8')

export async function startWalk(): Promise<Walk> {
  const dir = mkdtempSync(join(tmpdir(), 'holdpoint-walk-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  for (const name of ['package.json', 'pnpm-workspace.yaml']) await copyFile(join(root, name), join(dir, name))
  for (const name of ['node_modules', 'apps', 'packages', 'examples']) await symlink(join(root, name), join(dir, name))
  const gateway = await startGateway({ dir })
  onTestFinished(() => gateway.remove())

  return {
    dir,
    gateway,
    async run(script) {
      const env = cleanEnv({ HOLDPOINT_SERVER_PORT: String(gateway.port) })
      const here = script.replaceAll('127.0.0.1:4180', `127.0.0.1:${gateway.port}`)
      const { code, stdout, stderr } = await runProgram('bash', ['-c', here], { cwd: dir, env, timeoutMs: 110_000 })
      const complaints = stderr.split('\n').filter((line) => line !== '' && !/^npm (warn|notice)/.test(line))
      return { code, stdout, complaints }
    },
  }
}
