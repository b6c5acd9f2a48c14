// One PostgreSQL server for a test file, and in it a fresh schema for each test.
import { Client } from 'pg'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import type { Store } from '@holdpoint/core/store'
import { openPostgresStore, type PostgresStoreOptions } from '@holdpoint/storage-sql'
import {
  startPostgres,
  startTcpProxy,
  type PostgresOptions,
  type PostgresServer,
  type TcpProxy,
} from '@holdpoint/testkit'

export interface PostgresForTests {
  server(): PostgresServer
  freshSchema(): string
  /** Closed when the test ends. */
  open(options?: PostgresStoreOptions & { readonly port?: number }): Promise<Store>
  /** In front of the server; closed when the test ends. */
  proxy(): Promise<TcpProxy>
  urlAt(port: number): string
  query(text: string, values?: readonly unknown[]): Promise<readonly Readonly<Record<string, unknown>>[]>
}

export function postgresForTests(options?: PostgresOptions): PostgresForTests {
  let server: PostgresServer
  let made = 0
  beforeAll(async () => {
    server = await startPostgres(options)
  })
  afterAll(() => server?.remove())
  const urlAt = (port: number) => `postgres://holdpoint@127.0.0.1:${port}/holdpoint`
  return {
    server: () => server,
    urlAt,
    freshSchema: () => `test_${(made += 1)}`,
    async open({ port = server.port, ...options } = {}) {
      const store = await openPostgresStore({ url: urlAt(port) }, options)
      onTestFinished(() => store.close())
      return store
    },
    async proxy() {
      const proxy = await startTcpProxy({ port: server.port })
      onTestFinished(() => proxy.close())
      return proxy
    },
    async query(text, values = []) {
      const client = new Client({ connectionString: server.url })
      await client.connect()
      try {
        return (await client.query<Record<string, unknown>>(text, [...values])).rows
      } finally {
        await client.end()
      }
    },
  }
}
