// `holdpoint store …` on stores that a real gateway filled: out of one kind into every other and back, byte for byte.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { startPostgres, type PostgresServer } from '@holdpoint/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from './eventually.ts'
import { gatewayForTest, type GatewayProcess } from './gateway-process.ts'
import { decide, hold, message, read, timesDelivered, untilStatus } from './held-message.ts'

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server?.remove())

/** Stopped, with a pending, a denied and a delivered approval, a key, a reviewer and a rule in its SQLite file. */
async function filledGateway() {
  const gateway = await gatewayForTest()
  const bot = gateway.api(gateway.firstKey)
  const [pending, denied, done] = [
    await hold(bot, message('pending \u2028 \u{1f44d}')),
    await hold(bot, message('denied')),
    await hold(bot, message('done', { to: '+1556' })),
  ]
  expect((await decide(gateway.operator, denied, 'deny')).status).toBe(200)
  expect((await decide(gateway.operator, done, 'allow-always')).status).toBe(200)
  await untilStatus(gateway, done.id, 'succeeded')
  expect((await gateway.cli('reviewers', 'add', '--name', 'ann')).code).toBe(0)
  expect(await gateway.stop()).toBe(0)
  return { gateway, pending, denied, done }
}

async function storageFile(gateway: GatewayProcess, name: string, storage: string): Promise<string> {
  const postgres = { schema: 'moved' }
  await writeFile(join(gateway.dir, name), JSON.stringify({ storage, ...(name.startsWith('pg') && { postgres }) }))
  return name
}

describe('holdpoint store', () => {
  it('moves SQLite to PostgreSQL to files to SQLite: equal to the byte, and it goes on from there (I9, I11)', async () => {
    const { gateway, pending, denied, done } = await filledGateway()
    const sources = [
      await storageFile(gateway, 'sqlite.json5', 'sqlite:.holdpoint/holdpoint.db'),
      await storageFile(gateway, 'pg.json5', server.url),
      await storageFile(gateway, 'files.json5', 'file:moved/store'),
      await storageFile(gateway, 'back.json5', 'sqlite:moved/holdpoint.db'),
    ]
    for (const [n, from] of sources.entries()) {
      const to = sources[n + 1]
      if (to === undefined) break
      const moved = await gateway.cli('store', 'migrate', '--config', from, '--to', to)
      expect(moved, moved.stderr).toMatchObject({ code: 0 })
      expect(moved.stderr).toMatch(/(\d+) records were put there; all \1 were read back and are the same/)
      const checked = await gateway.cli('store', 'check', '--config', to)
      expect(checked, checked.stderr).toMatchObject({ code: 0, stderr: expect.stringContaining('Nothing is wrong') })
    }
    for (const [n, config] of sources.entries())
      expect((await gateway.cli('store', 'export', '--config', config, '--to', `e${n}.jsonl`)).code).toBe(0)
    const exports = await Promise.all(sources.map((_, n) => readFile(join(gateway.dir, `e${n}.jsonl`))))
    for (const bytes of exports) expect(bytes.equals(exports[0] ?? Buffer.alloc(0))).toBe(true)

    await gateway.configure({ storage: 'sqlite:moved/holdpoint.db' })
    await gateway.start()
    expect(await read(gateway, pending.id)).toEqual(pending)
    expect(await read(gateway, denied.id)).toMatchObject({ status: 'denied' })
    expect((await decide(gateway.operator, pending, 'allow-once')).status).toBe(200)
    await untilStatus(gateway, pending.id, 'succeeded')
    expect(await timesDelivered(gateway, pending.id)).toBe(1)
    expect(await timesDelivered(gateway, done.id)).toBe(1)
    expect((await gateway.operator.get('/v1/rules')).body.items).toHaveLength(1)
    expect((await gateway.cli('reviewers', 'remove', 'ann')).code).toBe(0)
    expect((await gateway.cli('keys', 'revoke', 'first')).code).toBe(0)
    // The chain goes on over the move, and every change is in it, once its note has left the outbox (I35).
    const eventsOfPending = async () => {
      const { stdout } = await gateway.cli('audit', 'export')
      const entries = stdout.split('\n').filter((line) => line.includes(`"about":"${pending.id}"`))
      return entries.map((line) => (JSON.parse(line) as { event: string }).event).join(' ')
    }
    const all = 'approval.requested approval.decided approval.started approval.finished'
    await eventually('all four changes are in the audit log', async () => (await eventsOfPending()) === all)
    for (const loop of ['default', '@gateway'])
      expect(await gateway.cli('audit', 'verify', '--loop', loop)).toMatchObject({ code: 0 })
  })

  it('puts an export back only whole, into an empty store, and never over a file', async () => {
    const { gateway, pending } = await filledGateway()
    const into = await storageFile(gateway, 'into.json5', 'sqlite:into/holdpoint.db')
    const importFrom = (file: string, ...more: string[]) =>
      gateway.cli('store', 'import', '--config', into, '--from', file, ...more)
    expect((await gateway.cli('store', 'export', '--to', 'out.jsonl')).code).toBe(0)
    expect(await gateway.cli('store', 'export', '--to', 'out.jsonl')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('out.jsonl is there already'),
    })

    const whole = await readFile(join(gateway.dir, 'out.jsonl'), 'utf8')
    const lines = whole.split('\n')
    const at = lines.findIndex((line) => line.includes(pending.id))
    const torn: Readonly<Record<string, [text: string, says: RegExp]>> = {
      cut: [whole.slice(0, -40), /cut off/],
      'without its end': [lines.slice(0, -2).join('\n') + '\n', /the end is missing/],
      'with one less': [lines.toSpliced(at, 1).join('\n'), /so many were not written/],
      'with one changed': [whole.replace('+1555', '+1666'), /not those that were written/],
      'with more': [`${whole}{}\n`, /more after the end/],
      'of something else': ['{"notes":[]}\n', /line 1: this is not the header/],
    }
    for (const [name, [text, says]] of Object.entries(torn)) {
      await writeFile(join(gateway.dir, 'torn.jsonl'), text)
      const refused = await importFrom('torn.jsonl')
      expect(refused, name).toMatchObject({ code: 1, stderr: expect.stringMatching(says) })
    }
    expect(await importFrom('absent.jsonl')).toMatchObject({ code: 1, stderr: expect.stringContaining('ENOENT') })

    const put = await importFrom('out.jsonl')
    expect(put, put.stderr).toMatchObject({ code: 0 })
    expect(await importFrom('out.jsonl')).toMatchObject({ code: 1, stderr: expect.stringContaining('not empty') })
    const again = await importFrom('out.jsonl', '--merge')
    expect(again, again.stderr).toMatchObject({ code: 0, stderr: expect.stringContaining('0 records were put there') })
  })

  it('refuses while a gateway serves, and says what is wrong with a store by id (I6)', async () => {
    const { gateway, pending } = await filledGateway()
    const to = await storageFile(gateway, 'to.json5', 'file:to')
    await gateway.start()
    for (const args of [
      ['export', '--to', 'live.jsonl'],
      ['migrate', '--to', to],
    ])
      expect(await gateway.cli('store', ...args)).toMatchObject({
        code: 1,
        stderr: expect.stringContaining(`A gateway serves at ${gateway.url}`),
      })
    expect(await gateway.stop()).toBe(0)

    const database = new DatabaseSync(join(gateway.dir, '.holdpoint/holdpoint.db'))
    database
      .prepare(`update holdpoint_records set facet_1 = 'approved' where collection = 'approvals' and id = ?`)
      .run(pending.id)
    database.prepare(`update holdpoint_records set body = '{' where collection = 'keys' and id = 'first'`).run()
    database.close()
    const checked = await gateway.cli('store', 'check')
    expect(checked.code).toBe(1)
    expect(checked.stderr).toContain(`approvals ${pending.id}: `)
    expect(checked.stderr).toContain('does not follow from its content (facets)')
    expect(checked.stderr).toContain('keys first: ')
    expect(checked.stderr).toContain('2 records can’t be used')
  })
})
