// The friendly early look at the gateway's port: cheaper to be told now than after the installation.
import { createServer } from 'node:net'
import { StepError } from './steps.mjs'

const defaultPort = 4180

/**
 * The port the gateway will be asked for, from its arguments or the environment; `undefined` when it can't be told.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {boolean} hasConfig whether a config file, which only the gateway can read, may name another port
 */
export const requestedPort = (args, env, hasConfig) => {
  const at = args.findIndex((arg) => arg === '--port' || arg.startsWith('--port='))
  const argument = args[at] === '--port' ? args[at + 1] : args[at]?.slice('--port='.length)
  const named = argument ?? env.HOLDPOINT_SERVER_PORT
  if (named === undefined) return hasConfig ? undefined : defaultPort
  return /^\d{1,5}$/.test(named) && Number(named) <= 65_535 ? Number(named) : undefined
}

/**
 * Rejects with one sentence if something already listens on the port of the loopback address.
 * @param {number | undefined} port
 * @returns {Promise<void>}
 */
export const assertPortIsFree = (port) =>
  new Promise((resolve, reject) => {
    if (port === undefined || port === 0) return resolve()
    const probe = createServer()
    probe.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === 'EADDRINUSE')
        reject(new StepError(`Port ${port} is taken: stop what listens there, or choose another with --port <number>.`))
      else if (error.code === 'EACCES')
        reject(new StepError(`Port ${port} may not be used by this user: choose one above 1023 with --port <number>.`))
      else resolve()
    })
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve()))
  })
