// Where this machine keeps PostgreSQL's programs.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const debian = '/usr/lib/postgresql'

/** The folder of `initdb` and `postgres`, of the newest version there. Throws where there is none, and says what to do. */
export function findPostgres(): string {
  const named = process.env['HOLDPOINT_POSTGRES']
  const versions = existsSync(debian) ? readdirSync(debian) : []
  const newestFirst = versions.toSorted((a, b) => Number(b) - Number(a)).map((version) => join(debian, version, 'bin'))
  const onPath = (process.env['PATH'] ?? '').split(':')
  const found = [...(named === undefined ? [] : [named]), ...newestFirst, ...onPath].find((folder) =>
    ['initdb', 'postgres'].every((program) => existsSync(join(folder, program))),
  )
  if (found !== undefined && (named === undefined || found === named)) return found
  throw new Error(
    named === undefined
      ? 'These tests need PostgreSQL: install it (on Debian: apt-get install -y postgresql), or set HOLDPOINT_POSTGRES to the folder of initdb and postgres.'
      : `HOLDPOINT_POSTGRES names ${named}, where there is no initdb and postgres: correct it or unset it.`,
  )
}
