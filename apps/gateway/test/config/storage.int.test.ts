// Where the records are kept.
import { expect, it } from 'vitest'
import { configOf, problemsOf } from './config-folder.ts'

it('takes a PostgreSQL, and what is special about it', async () => {
  const url = 'postgres://holdpoint:pa%24%24@db.example.com:5432/holdpoint?sslmode=verify-full'
  const usual = { type: 'postgres', url, schema: 'holdpoint', maxConnections: 10, transactionPooler: false }
  expect((await configOf({ storage: url })).config.storage).toEqual(usual)
  const postgres = {
    schema: 'gate',
    maxConnections: 4,
    transactionPooler: true,
    listenUrl: 'postgresql://db/holdpoint',
  }
  expect((await configOf({ storage: url, postgres })).config.storage).toEqual({ ...usual, ...postgres })
  const wrong = { schema: 'Gate', maxConnections: 1, listenUrl: 'https://db', poolSize: 4 }
  const keys = (await problemsOf({ storage: url, postgres: wrong })).map(({ key }) => key)
  expect(keys.toSorted()).toEqual(
    Object.keys(wrong)
      .map((key) => `postgres.${key}`)
      .toSorted(),
  )
})

it.each([
  'postgres:',
  'postgres://u:p@[',
  'mysql://localhost/x',
  'file:',
  'file://dir',
  'sqlite:',
  'sqlite::memory:',
  '',
  ' ',
  'memory:x',
])('refuses the storage %j', async (storage) => {
  expect(await problemsOf({ storage })).toMatchObject([{ key: 'storage' }])
})
