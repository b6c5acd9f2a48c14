// The way to the database: a pool of our own over a URL, or the host's. Every call has an end: a server that has gone
// silent is told apart from one that is slow by a deadline, and its connection is thrown away.
import { HoldpointError } from '@holdpoint/core/store'
import { Pool, types, type CustomTypesConfig } from 'pg'
import type { DrizzleOverPostgres, PostgresSource, PostgresStoreOptions } from '../postgres-options.ts'
import { codeOf, isWorthRepeating, toFailure } from './failure.ts'
import type { Statement } from './statement.ts'

export type Row = Readonly<Record<string, unknown>>

export interface Connection {
  readonly pool: Pool
  /** Rejects with a HoldpointError. A rejected write may have been made, unless the server itself said that it failed. */
  run(statement: Statement, given?: Record<string, unknown>): Promise<readonly Row[]>
  end(): Promise<void>
}

const maxRepeats = 3

// int8 comes as text; ours are times and counters that a double holds exactly.
const parsers: CustomTypesConfig = {
  getTypeParser: (oid, format) => (oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format)),
}

export function connect(source: PostgresSource, options: PostgresStoreOptions): Connection {
  const { callTimeoutMs = 10_000, transactionPooler = false } = options
  const own = 'url' in source ? ownPool(source.url, options) : undefined
  const pool = own ?? hostPool(source)
  // Plans that the server keeps belong to a session, and were made for the tables as they were: only in sessions of our
  // own, which hold the planner to our indexes.
  const keepsPlans = own !== undefined && !transactionPooler

  const attempt = async ({ name, text, values }: Statement, given: Record<string, unknown> = {}) => {
    const query = { text, values: values(given), types: parsers, query_timeout: callTimeoutMs + 500 }
    const result = await pool.query<Row>(keepsPlans && name !== undefined ? { ...query, name } : query)
    return result.rows
  }

  return {
    pool,
    async run(statement, given) {
      for (let repeat = 0; ; repeat += 1)
        try {
          return await attempt(statement, given)
        } catch (cause) {
          if (repeat >= maxRepeats || !isWorthRepeating(cause)) throw toFailure(cause)
        }
    },
    end: async () => own?.end(),
  }
}

// All our statements go by an index. A plan made while the tables were small would go through all of them, and be kept
// until the next ANALYZE.
const planning = ['enable_seqscan=off', 'enable_hashjoin=off', 'enable_mergejoin=off', 'jit=off']

function ownPool(url: string, options: PostgresStoreOptions): Pool {
  const { maxConnections = 10, callTimeoutMs = 10_000, transactionPooler = false, warn = () => {} } = options
  const session = [...planning, `statement_timeout=${callTimeoutMs}`, 'default_transaction_isolation=read\\ committed']
  const pool = new Pool({
    ...parseUrl(url),
    max: maxConnections,
    connectionTimeoutMillis: callTimeoutMs,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    application_name: 'holdpoint',
    // A pooler takes no settings for a session that it shares out.
    ...(!transactionPooler && { options: session.map((setting) => `-c ${setting}`).join(' ') }),
  })
  // An idle connection that is cut is replaced by the next call; unheard, its error would end the process.
  pool.on('error', (error) => warn(`PostgreSQL: an idle connection was cut (${codeOf(error) || 'no code'}).`))
  return pool
}

/** Throws `invalid_config`, without the URL in it. */
export function parseUrl(url: string): { readonly connectionString: string } {
  if (/^postgres(ql)?:\/\/\S+$/.test(url) && URL.canParse(url)) return { connectionString: url }
  throw new HoldpointError(
    'invalid_config',
    'url: must be of the form postgres://user:password@host:5432/database; write what is special in a password as %XX.',
  )
}

export function hostPool(source: { readonly database: DrizzleOverPostgres } | { readonly url: string }): Pool {
  const client = 'database' in source ? source.database.$client : undefined
  if (client instanceof Pool) return client
  throw new HoldpointError(
    'invalid_config',
    'database: must be a drizzle instance over a Pool of the same pg that @holdpoint/storage-sql imports: drizzle({ client: new Pool(…) }).',
  )
}
