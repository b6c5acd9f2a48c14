// Installs, builds and serves the reference gateway: the first command anyone runs here. Runs on Node 18 or newer,
// in a fresh clone; the gateway itself then runs on the workspace's own Node.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { onLauncherGone } from './lib/launcher.mjs'
import { assertPortIsFree, requestedPort } from './lib/port.mjs'
import { build, childEnv, install, root, workspaceNode } from './lib/run.mjs'
import { createSteps, report, StepError } from './lib/steps.mjs'

// `pnpm start -- --port 4190` hands the `--` on.
const args = process.argv.slice(2).filter((arg, index) => !(index === 0 && arg === '--'))

// Before the gateway runs there is nothing to end but us.
/** @type {() => void} */
let stop = () => process.exit(143)
onLauncherGone(() => stop())

/** @returns {Promise<number>} the gateway's exit code */
const serve = () =>
  new Promise((resolve, reject) => {
    const main = join('apps', 'gateway', 'dist', 'main.js')
    const gateway = spawn(workspaceNode, [main, 'serve', ...args], { cwd: root, env: childEnv(), stdio: 'inherit' })
    // Once each: to the gateway a second one may mean "at once". Ctrl-C at a terminal reaches it without our help.
    const passed = new Set(process.stdin.isTTY ? ['SIGINT'] : [])
    const passOn = (/** @type {NodeJS.Signals} */ signal) => {
      if (!passed.has(signal)) gateway.kill(signal)
      passed.add(signal)
    }
    process.on('SIGINT', passOn)
    process.on('SIGTERM', passOn)
    stop = () => passOn('SIGTERM')
    // The gateway reads its config again on SIGHUP; a closed terminal is to end it.
    process.on('SIGHUP', () => gateway.kill(process.stdin.isTTY ? 'SIGTERM' : 'SIGHUP'))
    gateway.on('error', (error) => reject(new StepError(`The gateway could not be started: ${error.message}`)))
    gateway.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 1)))
  })

try {
  const hasConfig = existsSync(join(root, 'holdpoint.config.json5')) || args.some((arg) => /^--config(=|$)/.test(arg))
  await assertPortIsFree(requestedPort(args, process.env, hasConfig))
  const step = createSteps(3)
  await step('Installing packages', async () => void (await install()))
  await step('Building the gateway', async () => void (await build(['@holdpoint/gateway...'])))
  process.stdout.write('[3/3] Starting the gateway (Ctrl-C stops it)\n')
  process.exitCode = await serve()
} catch (error) {
  report(error)
  process.exitCode = 1
}
