// The PostgreSQL whose programs the tests start servers of their own with: the machine's, or Debian's where we may
// install it. The tests find it by the same rules (packages/testkit/src/faults/find-postgres.ts).
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { installFromDebian, mayInstall } from './debian.mjs'
import { StepError } from './steps.mjs'

const missing =
  'The tests need PostgreSQL: install it (on Debian: apt-get install -y postgresql) or set HOLDPOINT_POSTGRES to the folder of initdb and postgres.'

const debian = '/usr/lib/postgresql'

const isThere = () => {
  const named = process.env.HOLDPOINT_POSTGRES
  const onPath = (process.env.PATH ?? '').split(':')
  const versions = existsSync(debian) ? readdirSync(debian).map((version) => join(debian, version, 'bin')) : []
  const folders = named ? [named] : [...versions, ...onPath]
  return folders.some((folder) => ['initdb', 'postgres'].every((program) => existsSync(join(folder, program))))
}

/** @returns {Promise<void>} */
export const ensurePostgres = async () => {
  if (!isThere() && !process.env.HOLDPOINT_POSTGRES && mayInstall()) await installFromDebian('postgresql', missing)
  if (!isThere()) throw new StepError(missing)
}
