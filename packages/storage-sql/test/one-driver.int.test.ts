// Whoever uses one database needs its driver only, and is told by name which is missing.
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'
import { postgresForTests } from './postgres-for-tests.ts'

const postgres = postgresForTests()
const script = fileURLToPath(new URL('processes/without-driver.mjs', import.meta.url))

it.each([
  ['pg', { sqlite: 'opened', postgres: expect.stringContaining('npm install pg') }],
  ['better-sqlite3', { sqlite: expect.stringContaining('npm install better-sqlite3'), postgres: 'opened' }],
])('without %s the other store opens', async (missing, expected) => {
  const folder = await mkdtemp(join(tmpdir(), 'holdpoint-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const args = [script, missing, join(folder, 'holdpoint.db'), postgres.server().url]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  expect(JSON.parse(stdout)).toEqual(expected)
})
