// The browser that the inbox's tests drive: the machine's own, or Debian's where we may install it.
import { existsSync } from 'node:fs'
import { run } from './run.mjs'
import { StepError } from './steps.mjs'

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

const missing =
  'The browser tests need Chromium: install it (on Debian: apt-get install -y chromium) or set HOLDPOINT_CHROMIUM to its path.'

/** @returns {string | undefined} where a browser is, if one is there */
const findChromium = () => {
  const named = process.env.HOLDPOINT_CHROMIUM
  if (!named) return places.find((place) => existsSync(place))
  if (existsSync(named)) return named
  throw new StepError(`HOLDPOINT_CHROMIUM names ${named}, which does not exist: correct it or unset it.`)
}

const installFromDebian = async () => {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run(['apt-get', 'update'], { failure: missing, env })
  await run(['apt-get', 'install', '-y', '--no-install-recommends', 'chromium'], { failure: missing, env })
}

/**
 * Finds or installs the browser and names it to the tests in `HOLDPOINT_CHROMIUM`.
 * @returns {Promise<void>}
 */
export const ensureChromium = async () => {
  const mayInstall = process.getuid?.() === 0 && existsSync('/etc/debian_version')
  if (findChromium() === undefined && mayInstall) await installFromDebian()
  const found = findChromium()
  if (found === undefined) throw new StepError(missing)
  process.env.HOLDPOINT_CHROMIUM = found
}
