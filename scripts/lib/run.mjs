// Starts the workspace's tools with its own Node 24 first on PATH. Runs on Node 18, before installing.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { basename, delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { StepError } from './steps.mjs'

export const root = fileURLToPath(new URL('../..', import.meta.url))
const bin = join(root, 'node_modules', '.bin')

/** The Node that the workspace brings along: there once it is installed. */
export const workspaceNode = join(bin, process.platform === 'win32' ? 'node.exe' : 'node')

/** Where the pnpm that runs us lies, in case it was called by its path: turbo looks for `pnpm` on PATH. */
const pnpmFolder = () => {
  const running = process.env.npm_execpath ?? ''
  return /^pnpm([.]exe)?$/.test(basename(running)) ? dirname(running) : undefined
}

/** The environment for every child: the workspace's own tools come before the machine's. */
export const childEnv = () => {
  const pathKey = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH'
  return {
    ...process.env,
    [pathKey]: [bin, process.env[pathKey], pnpmFolder()].filter(Boolean).join(delimiter),
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
 * Runs a command, in the repository's root unless told otherwise, and resolves with what it printed; output is kept back, not shown.
 * @param {readonly string[]} command
 * @param {object} options
 * @param {string} options.failure what to tell the user if it exits other than 0
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {string} [options.cwd]
 * @param {(text: string) => void} [options.show] prints what comes as it comes, instead of keeping it for a failure
 * @param {(text: string) => void} [options.watch] is told what comes
 * @returns {Promise<string>}
 */
export const run = ([name = '', ...args], { failure, env = childEnv(), cwd = root, show, watch }) =>
  new Promise((resolve, reject) => {
    const child = spawn(name, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const keep = (/** @type {string} */ text) => {
      output += text
      show?.(text)
      watch?.(text)
    }
    child.stdout.setEncoding('utf8').on('data', keep)
    child.stderr.setEncoding('utf8').on('data', keep)
    child.on('error', (error) => reject(new StepError(`${failure} (${error.message})`, show ? '' : output)))
    child.on('close', (code) => (code === 0 ? resolve(output) : reject(new StepError(failure, show ? '' : output))))
  })

/**
 * Runs the pinned pnpm.
 * @param {readonly string[]} args
 * @param {Parameters<typeof run>[1]} options
 */
export const pnpm = (args, options) => run([...pnpmCommand(), ...args], options)

// The `node` package has npm fetch the binary, and npm would wait minutes for a registry that can't be reached.
const npmPatience = {
  npm_config_fetch_retries: '2',
  npm_config_fetch_retry_mintimeout: '1000',
  npm_config_fetch_retry_maxtimeout: '5000',
}

/** Installs exactly what the lockfile names; about 0.2 s when nothing is missing. */
export const install = () => {
  let isTold = false
  const tellOfRetries = (/** @type {string} */ text) => {
    if (isTold || !/\bWill retry in\b/.test(text)) return
    isTold = true
    process.stderr.write('\n(the npm registry does not answer; trying again for a while)\n')
  }
  return pnpm(['install', '--frozen-lockfile'], {
    failure: 'The packages could not be installed: see the messages above; the npm registry must be reachable.',
    env: { ...childEnv(), ...npmPatience },
    watch: tellOfRetries,
  })
}

/** Builds what changed. @param {readonly string[]} [filters] packages, in turbo's notation; all by default */
export const build = (filters = []) =>
  pnpm(
    ['exec', 'turbo', 'run', 'build', '--output-logs=errors-only', ...filters.map((filter) => `--filter=${filter}`)],
    {
      failure: 'The build failed: see the messages above.',
    },
  )
