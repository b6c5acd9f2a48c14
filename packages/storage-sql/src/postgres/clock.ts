// The database's clock, the only one that judges: whole epoch ms, read when it is evaluated and not when the transaction
// began.
import { sql } from 'drizzle-orm'

export const clockMs = sql`floor(extract(epoch from clock_timestamp()) * 1000)::bigint`
