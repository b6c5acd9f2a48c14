// What the database must be like, or an answer would not mean what it says.
import { HoldpointError } from '@holdpoint/core/store'
import type { Pool } from 'pg'

interface Server {
  readonly fsync: string
  readonly synchronous: string
  readonly isolation: string
  readonly encoding: string
  readonly version: number
  readonly standby: boolean
}

/** Rejects with `invalid_config` that says what to change. */
export async function checkServer(pool: Pool): Promise<void> {
  const { rows } = await pool.query<Server>(`select current_setting('fsync') as fsync,
    current_setting('synchronous_commit') as synchronous,
    current_setting('default_transaction_isolation') as isolation,
    current_setting('server_encoding') as encoding,
    current_setting('server_version_num')::int as version,
    pg_is_in_recovery() as standby`)
  const why = rows[0] && whyUnfit(rows[0])
  if (why !== undefined) throw new HoldpointError('invalid_config', `PostgreSQL: ${why}`)
}

function whyUnfit({ fsync, synchronous, isolation, encoding, version, standby }: Server): string | undefined {
  if (version < 130_000) return `it is version ${Math.floor(version / 10_000)}; 13 is the oldest that will do.`
  if (standby) return 'it is a standby, which only reads. Name the primary.'
  if (fsync !== 'on' || synchronous === 'off')
    return 'an answered decision must outlive a power cut: set fsync = on, and synchronous_commit to anything but off.'
  if (encoding !== 'UTF8') return `its database is encoded in ${encoding}. Make one in UTF8.`
  if (isolation !== 'read committed')
    return 'default_transaction_isolation must be "read committed": each call is one statement that looks again at what it waited for.'
  return undefined
}
