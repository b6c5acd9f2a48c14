// The audit log and dead webhooks from the command line, on a store and against a gateway.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAuditor, createHoldpoint, createIds, type Log, type Principal, type Store } from '@holdpoint/core'
import { createMemoryStore } from '@holdpoint/storage-memory'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testHost } from './test-host.ts'

const bot: Principal = { id: 'key:bot', scopes: ['request'], loops: ['*'], via: 'api' }
const ann: Principal = { id: 'ann', scopes: ['decide'], loops: ['*'], via: 'api' }
const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }
// Nothing listens on port 1 of loopback.
const gateway = { url: 'http://127.0.0.1:1', auth: { mode: 'token', token: 'x' } as const }

let folder = ''
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'holdpoint-audit-'))))
afterAll(() => rm(folder, { recursive: true }))

async function withLog(approvals: number): Promise<Store> {
  const store = createMemoryStore()
  const holdpoint = createHoldpoint({ store })
  const auditor = createAuditor({ store, ids: createIds(), log: silent })
  for (let n = 0; n < approvals; n++) {
    const made = await holdpoint.approvals.request(bot, {
      action: { kind: 'tool.call', target: { tool: 't' }, input: n },
    })
    if (!made.ok) throw new Error(made.detail)
    const { id, digest } = made.value.approval
    await holdpoint.approvals.decide(ann, id, { verdict: 'allow-once', digest })
    await auditor.enter({ collection: 'approvals', id }, 'default')
  }
  return store
}

/** A change of one stored record by somebody who has the database. */
async function tamper(store: Store, collection: string, change: (body: string) => string): Promise<void> {
  const query = { facets: [undefined, undefined, undefined, undefined], limit: 1, direction: 'descending' } as const
  const [record] = (await store.list(collection, { ...query, now: 0 })).items
  if (!record) throw new Error('nothing there')
  await store.commit({ ...record, rev: record.rev + 1, body: change(record.body) }, record.rev)
}

describe('holdpoint audit', () => {
  it('I35: verifies, exports and heads; an export verifies by itself', async () => {
    const cli = testHost({ gateway, keep: await withLog(120) })
    const verified = await cli.run('audit', 'verify')
    expect(verified).toMatchObject({ code: 0, err: '' })
    expect(verified.out).toContain('240 entries')
    const exported = await cli.run('audit', 'export')
    expect(exported.out.trimEnd().split('\n')).toHaveLength(240)
    const [file, head] = [join(folder, 'log.jsonl'), join(folder, 'head.json')]
    await writeFile(file, exported.out)
    await writeFile(head, (await cli.run('audit', 'head')).out)
    expect((await cli.run('audit', 'verify', '--file', file, '--head', head)).code).toBe(0)
    await writeFile(file, exported.out.split('\n').slice(0, 200).join('\n'))
    const cut = await cli.run('audit', 'verify', '--file', file, '--head', head)
    expect(cut).toMatchObject({ code: 1, out: expect.stringContaining('was cut') })
  })

  it('I35: shows an entry edited in the store, and a note taken before it was entered', async () => {
    const edited = await withLog(3)
    await tamper(edited, 'audit', (body) => body.replaceAll('"ann"', '"bob"'))
    expect(await testHost({ gateway, keep: edited }).run('audit', 'verify')).toMatchObject({
      code: 1,
      out: expect.stringContaining('it was changed'),
    })
    const robbed = await withLog(3)
    await tamper(robbed, 'approvals', (body) => body.replace('"version":2,"votes"', '"version":3,"votes"'))
    const verified = await testHost({ gateway, keep: robbed }).run('audit', 'verify')
    expect(verified).toMatchObject({ code: 1, out: expect.stringContaining('missing: changes 3 to 3 of ap_') })
  }, 30_000)

  it('I35: keys made and revoked from the command line are in the gateway’s own chain', async () => {
    const store = await withLog(0)
    const cli = testHost({ gateway, keep: store })
    await cli.run('keys', 'create', '--name', 'bot', '--scopes', 'request', '--loops', 'default')
    await cli.run('keys', 'revoke', 'bot')
    await createAuditor({ store, ids: createIds(), log: silent }).look()
    const { out } = await cli.run('audit', 'export', '--loop', '@gateway')
    const entries = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object)
    expect(entries).toMatchObject([
      { event: 'gateway.key_made', about: 'bot', actor: 'operator', via: 'cli' },
      { event: 'gateway.key_revoked', about: 'bot', actor: 'operator', via: 'cli' },
    ])
  })

  it.each([
    [['audit'], 2],
    [['audit', 'verfy'], 2],
    [['audit', 'export', 'x'], 2],
    [['audit', 'verify', '--head', '/nowhere'], 1],
    [['webhooks'], 2],
    [['webhooks', 'redrive'], 2],
    [['webhooks', 'redrive', 'ap_1:2:1'], 1],
    [['webhooks', 'list'], 0],
  ])('%j ends with %i', async (argv, code) => {
    expect((await testHost({ gateway, keep: await withLog(0) }).run(...argv)).code).toBe(code)
  })
})
