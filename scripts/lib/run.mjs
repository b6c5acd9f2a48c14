// Starts the workspace's tools with its own Node 24 first on PATH. Runs on Node 18, before installing.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { basename, delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { StepError } from './steps.mjs'

export const root = fileURLToPath(new URL('../..', import.meta.url))
const bin = join(root, 'node_modules', '.bin')

/** The Node that the workspace brings along: there once it is installed. */
export const workspaceNode = join(bin, process.platform === 'win32' ? 'node.exe' : 'node')

/** The environment for every child: the workspace's own tools come before the machine's. */
export const childEnv = () => {
  const pathKey = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH'
  return {
    ...process.env,
    [pathKey]: [bin, process.env[pathKey]].filter(Boolean).join(delimiter),
    TURBO_TELEMETRY_DISABLED: '1',
    TURBO_NO_UPDATE_NOTIFIER: '1',
    ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}),
  }
}

/** The pnpm that this workspace is pinned to: the one running us if it is that one, else fetched by npx. */
const pnpmCommand = () => {
  /** @type {{ packageManager: string }} */
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const running = process.env.npm_execpath ?? ''
  const isPinned = (process.env.npm_config_user_agent ?? '').startsWith(`${packageManager.replace('@', '/')} `)
  if (!isPinned || !basename(running).startsWith('pnpm')) return ['npx', '-y', packageManager]
  return /\.[cm]?js$/.test(running) ? [process.execPath, running] : [running]
}

/**
 * Runs a command in the repository's root and resolves with what it printed; output is kept back, not shown.
 * @param {readonly string[]} command
 * @param {{ failure: string, env?: NodeJS.ProcessEnv, onOutput?: (text: string) => void }} options `failure`: what to tell the user if it exits other than 0
 * @returns {Promise<string>}
 */
export const run = ([name = '', ...args], { failure, env = childEnv(), onOutput }) =>
  new Promise((resolve, reject) => {
    const child = spawn(name, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const keep = (/** @type {string} */ text) => {
      output += text
      onOutput?.(text)
    }
    child.stdout.setEncoding('utf8').on('data', keep)
    child.stderr.setEncoding('utf8').on('data', keep)
    child.on('error', (error) => reject(new StepError(`${failure} (${error.message})`, onOutput ? '' : output)))
    child.on('close', (code) => (code === 0 ? resolve(output) : reject(new StepError(failure, onOutput ? '' : output))))
  })

/**
 * Runs the pinned pnpm.
 * @param {readonly string[]} args
 * @param {{ failure: string }} options
 */
export const pnpm = (args, options) => run([...pnpmCommand(), ...args], options)

/** Installs exactly what the lockfile names; about 0.2 s when nothing is missing. */
export const install = () =>
  pnpm(['install', '--frozen-lockfile'], {
    failure: 'The packages could not be installed: see the messages above; the npm registry must be reachable.',
  })

/** Builds what changed. @param {readonly string[]} [filters] packages, in turbo's notation; all by default */
export const build = (filters = []) =>
  pnpm(
    ['exec', 'turbo', 'run', 'build', '--output-logs=errors-only', ...filters.map((filter) => `--filter=${filter}`)],
    {
      failure: 'The build failed: see the messages above.',
    },
  )
