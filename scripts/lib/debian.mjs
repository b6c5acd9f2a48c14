// What the tests need beyond Node, from Debian's packages where we may install them.
import { existsSync } from 'node:fs'
import { run } from './run.mjs'

/** Whether this is a Debian that we may change. */
export const mayInstall = () => process.getuid?.() === 0 && existsSync('/etc/debian_version')

/**
 * @param {string} name of the package
 * @param {string} failure what to say where it can't be installed
 */
export const installFromDebian = async (name, failure) => {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run(['apt-get', 'update'], { failure, env })
  await run(['apt-get', 'install', '-y', '--no-install-recommends', name], { failure, env })
}
