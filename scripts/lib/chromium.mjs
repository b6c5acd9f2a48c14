// The browser that the inbox's tests drive: the machine's own, or Debian's where we may install it.
import { existsSync } from 'node:fs'
import { installFromDebian, mayInstall } from './debian.mjs'
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

/**
 * Finds or installs the browser and names it to the tests in `HOLDPOINT_CHROMIUM`.
 * @returns {Promise<void>}
 */
export const ensureChromium = async () => {
  if (findChromium() === undefined && mayInstall()) await installFromDebian('chromium', missing)
  const found = findChromium()
  if (found === undefined) throw new StepError(missing)
  process.env.HOLDPOINT_CHROMIUM = found
}
