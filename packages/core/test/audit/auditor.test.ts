// Notes on their way into the chain: batched, once, whatever fails, whoever else writes.
import { describe, expect, it } from 'vitest'
import type { AuditEntry } from '../../src/domain/audit-chain.ts'
import { createAuditVerifier } from '../../src/domain/audit-verifier.ts'
import type { Store } from '../../src/ports.ts'
import { createAuditor } from '../../src/service/auditor.ts'
import { readBlocks } from '../../src/service/audit-blocks.ts'
import { withNote } from '../../src/service/audit-notes.ts'
import { toRuleRecord } from '../../src/parse/rule-record.ts'
import { allow, ann, bot, createWorld, must, principal } from '../service/world.ts'

async function entriesOf(store: Store, loop = 'default'): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = []
  for await (const block of readBlocks(store, loop, { direction: 'ascending' })) entries.push(...block.entries)
  return entries
}

function problemsOf(entries: readonly AuditEntry[], loop = 'default') {
  const verifier = createAuditVerifier({ loop })
  for (const entry of entries) verifier.take(entry)
  return verifier.report().problems
}

const outboxOf = async (world: ReturnType<typeof createWorld>, id: string, collection = 'approvals') =>
  (await world.inner.read(collection, id))?.outbox

async function walk(world: ReturnType<typeof createWorld>) {
  const asked = await world.ask()
  must(await world.approvals.decide(ann, asked.id, allow(asked)))
  const { ticket } = must(await world.approvals.start(bot, asked.id, asked.digest))
  must(await world.approvals.finish(bot, asked.id, { ticket, outcome: 'succeeded' }))
  return asked
}

describe('I35: what is done with an approval', () => {
  it('is in the chain with who, how, from what to what, and what the policy said; in one visit', async () => {
    const world = createWorld()
    const pump = world.pump()
    pump.start()
    const { id, digest } = await walk(world)
    expect(await outboxOf(world, id)).toHaveLength(4)
    const { rev } = (await world.inner.read('approvals', id)) ?? { rev: 0 }
    await world.clock.advance(4_000)
    expect(await outboxOf(world, id)).toEqual([])
    expect((await world.inner.read('approvals', id))?.rev).toBe(rev + 1)
    const entries = await entriesOf(world.inner)
    expect(problemsOf(entries)).toEqual([])
    const common = { loop: 'default', about: id, digest, line: 'outbound.message: on-miss', via: 'api' }
    expect(entries).toMatchObject([
      { ...common, seq: 1, event: 'approval.requested', version: 1, actor: 'key:bot', to: 'pending' },
      { ...common, seq: 2, event: 'approval.decided', version: 2, actor: 'ann', from: 'pending', to: 'approved' },
      { ...common, seq: 3, event: 'approval.started', version: 3, from: 'approved', to: 'started' },
      { ...common, seq: 4, event: 'approval.finished', version: 4, from: 'started', to: 'succeeded' },
    ])
    await pump.stop(0)
  })

  it('is entered once by nodes that enter at the same time', async () => {
    const world = createWorld()
    const asked = await Promise.all(Array.from({ length: 30 }, () => walk(world)))
    const nodes = [1, 2, 3].map(() => createAuditor(world))
    await Promise.all(
      nodes.flatMap((node) => asked.map(({ id }) => node.enter({ collection: 'approvals', id }, 'default'))),
    )
    const entries = await entriesOf(world.inner)
    expect(entries).toHaveLength(120)
    expect(problemsOf(entries)).toEqual([])
  })

  it('is entered once where a node dies between the block and the outbox', async () => {
    let isDead = false
    const world = createWorld({
      store: (inner) => ({
        ...inner,
        async create(record, cap) {
          const verdict = await inner.create(record, cap)
          if (record.collection === 'audit') isDead = true
          return verdict
        },
        commit: (...args) => (isDead ? Promise.reject(new Error('dead')) : inner.commit(...args)),
      }),
    })
    const { id } = await walk(world)
    const source = { collection: 'approvals', id }
    await expect(createAuditor(world).enter(source, 'default')).rejects.toThrow('dead')
    expect(await entriesOf(world.inner)).toHaveLength(4)
    expect(await outboxOf(world, id)).toHaveLength(4)
    isDead = false
    await createAuditor({ ...world, store: world.inner }).enter(source, 'default')
    expect(await entriesOf(world.inner)).toHaveLength(4)
    expect(await outboxOf(world, id)).toEqual([])
  })

  it('is entered once where nobody knows whether the block was written', async () => {
    let lost = 1
    const world = createWorld({
      store: (inner) => ({
        ...inner,
        async create(record, cap) {
          const verdict = await inner.create(record, cap)
          if (record.collection === 'audit' && lost-- > 0) throw new Error('the answer got lost')
          return verdict
        },
      }),
    })
    const { id } = await walk(world)
    const auditor = createAuditor(world)
    await expect(auditor.enter({ collection: 'approvals', id }, 'default')).rejects.toThrow('lost')
    await auditor.enter({ collection: 'approvals', id }, 'default')
    expect(await entriesOf(world.inner)).toHaveLength(4)
    expect(await outboxOf(world, id)).toEqual([])
  })

  it('I17: is not entered after a block of a newer version, and waits', async () => {
    const world = createWorld()
    const first = await walk(world)
    await createAuditor(world).enter({ collection: 'approvals', id: first.id }, 'default')
    const block = await world.inner.read('audit', 'default:000000000000001')
    if (!block) throw new Error('no block')
    await world.inner.commit({ ...block, rev: 2, schema: 2 }, 1)
    const second = await walk(world)
    const entering = createAuditor(world).enter({ collection: 'approvals', id: second.id }, 'default')
    await expect(entering).rejects.toThrow('unreadable_record')
    expect(await outboxOf(world, second.id)).toHaveLength(4)
  })

  it('I17: an effect of a kind that this version doesn’t know is not rewritten away', async () => {
    const world = createWorld()
    const asked = await world.ask()
    const record = await world.inner.read('approvals', asked.id)
    if (!record) throw new Error('no record')
    const strange = JSON.parse(JSON.stringify(record.outbox[0]).replace('"audit"', '"fax"'))
    await world.inner.commit({ ...record, rev: 2, outbox: [...record.outbox, strange] }, 1)
    expect(await world.approvals.decide(ann, asked.id, allow(asked))).toMatchObject({ code: 'unreadable_record' })
    expect(await outboxOf(world, asked.id)).toHaveLength(2)
  })
})

describe('I35: what is done with rules, keys and sign-ins', () => {
  const boss = principal('boss', { scopes: ['rules'] })
  const rule = { requester: 'key:bot', kind: 'tool.call', target: { tool: 't' } }

  it('is in the chain: a rule written and revoked, in the same write, and kept while its uses are counted', async () => {
    const world = createWorld()
    const { id } = must(await world.rules.create(boss, rule))
    must(await world.rules.consume(must(await world.rules.list(boss, { limit: 1 })).items[0] ?? must(never)))
    await world.rules.flush()
    expect(await outboxOf(world, id, 'rules')).toMatchObject([{ effect: { note: { event: 'rule.created' } } }])
    must(await world.rules.revoke(boss, id))
    await createAuditor({ ...world, collections: ['rules'] }).look()
    expect(await entriesOf(world.inner)).toMatchObject([
      { event: 'rule.created', about: id, actor: 'boss', via: 'api' },
      { event: 'rule.revoked', about: id, actor: 'boss', via: 'api' },
    ])
    expect(await outboxOf(world, id, 'rules')).toEqual([])
  })

  it('is in the gateway’s own chain where it belongs to no loop, and its record goes', async () => {
    const world = createWorld()
    const auditor = createAuditor(world)
    await auditor.write({ event: 'key.created', about: 'bot', actor: 'operator', via: 'api' })
    await world.clock.advance(0)
    await auditor.look()
    expect(await entriesOf(world.inner, '@gateway')).toMatchObject([{ seq: 1, event: 'key.created', about: 'bot' }])
    expect(await world.inner.due('audit-notes', Number.MAX_SAFE_INTEGER, 1)).toEqual([])
  })

  it('a rule’s note and its approval’s are not taken for each other', () => {
    const made = { ...rule, id: 'ap_1', loop: 'default', createdBy: 'ann', createdAt: 1, expiresAt: 2, uses: 0 }
    const { outbox } = withNote(toRuleRecord(made, 2), {
      event: 'rule.revoked',
      loop: 'default',
      about: 'ap_1',
      actor: 'ann',
      via: 'api',
      at: 1,
    })
    expect(outbox[0]?.effect.id).toBe('rules/ap_1:2:0')
  })

  const never = { ok: false, code: 'not_found', detail: 'there is no rule' } as const
})
