import { Pool } from 'pg'
import { drizzle } from 'drizzle-orm/node-postgres'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { openPostgresStore } from '@holdpoint/storage-sql'
import { startPostgres, storeSuite, type PostgresServer } from '@holdpoint/testkit'

let server: PostgresServer
let admin: Pool
let made = 0

beforeAll(async () => {
  server = await startPostgres()
  admin = new Pool({ connectionString: server.url })
})

afterAll(async () => {
  await admin?.end()
  await server?.remove()
})

const freshSchema = () => `suite_${(made += 1)}`
const drop = async (schema: string) => void (await admin.query(`drop schema "${schema}" cascade`))

describe('storeSuite on PostgreSQL', () => {
  storeSuite({
    describe,
    it,
    open: async () => {
      const schema = freshSchema()
      const open = () => openPostgresStore({ url: server.url }, { schema })
      return { store: await open(), reopen: open, cleanup: () => drop(schema) }
    },
  })
})

describe('storeSuite on the host’s own drizzle database', () => {
  storeSuite({
    describe,
    it,
    open: async () => {
      const schema = freshSchema()
      const client = new Pool({ connectionString: server.url })
      const open = () => openPostgresStore({ database: drizzle({ client }) }, { schema })
      const cleanup = async () => {
        await client.end()
        await drop(schema)
      }
      return { store: await open(), reopen: open, cleanup }
    },
  })
})
