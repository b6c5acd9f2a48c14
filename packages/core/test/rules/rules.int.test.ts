import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore } from '@holdpoint/storage-sql'
import { createFakeClock } from '@holdpoint/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/ports.ts'
import { createIds } from '../../src/service/ids.ts'
import { createRules } from '../../src/service/rules.ts'
import { dayMs, listeningLog, noon, person, ruleFor, subject } from './sample-rules.ts'
import { settings } from './world.ts'

const clock = createFakeClock({ startAt: noon })
let folder: string
let stores: Store[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdpoint-rules-'))
  stores = []
})

afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()))
  await rm(folder, { recursive: true })
})

async function openNode() {
  const store = await openSqliteStore({ path: join(folder, 'holdpoint.db') }, { now: clock.now })
  stores.push(store)
  return createRules({ store, ids: createIds(), log: listeningLog().log, settings, now: clock.now })
}

describe('rules on SQLite', () => {
  it('grant exactly maxUses to 50 at once over two connections (I31)', async () => {
    const [one, other] = [await openNode(), await openNode()]
    const rule = ruleFor(subject, { maxUses: 7 })
    expect(await one.write(rule)).toBe('created')
    const results = await Promise.all(Array.from({ length: 50 }, (_, n) => (n % 2 === 0 ? one : other).consume(rule)))
    expect(results.filter(({ ok }) => ok)).toHaveLength(7)
    expect(await other.find(subject)).toBeUndefined()
  })

  it('are seen, and their revocation within 5 s, by another connection; both outlive a restart (I30, I31)', async () => {
    const [one, other] = [await openNode(), await openNode()]
    const [rule, kept] = [ruleFor(subject), ruleFor({ ...subject, requester: 'key:kept' })]
    await one.write(rule)
    await one.write(kept)
    expect((await other.find(subject))?.id).toBe(rule.id)
    await other.consume(kept)
    expect((await one.revoke(person(), rule.id)).ok).toBe(true)
    await clock.advance(4_000)
    expect(await other.find(subject)).toBeUndefined()
    await Promise.all([one.close(), other.close()])
    await Promise.all(stores.splice(0).map((store) => store.close()))

    const again = await openNode()
    expect(await again.write(rule)).toBe('exists')
    expect(await again.find(subject)).toBeUndefined()
    expect(await again.find({ ...subject, requester: 'key:kept' })).toMatchObject({ id: kept.id, uses: 1 })
    const listed = await again.list(person(), { limit: 10, status: 'revoked' })
    expect(listed).toMatchObject({ ok: true, value: { items: [{ id: rule.id, revokedBy: 'ann' }] } })
  })

  it('keep every byte of a target (I31)', async () => {
    const node = await openNode()
    const odd = {
      ...subject,
      action: { ...subject.action, target: { to: 'a\u0000b\u202e\ufeff', path: 'cafe\u0301' } },
    }
    await node.write(ruleFor(odd))
    expect(await node.find(odd)).toMatchObject({ target: odd.action.target })
    const composed = { ...odd.action.target, path: 'caf\u00e9' }
    expect(await node.find({ ...odd, action: { ...odd.action, target: composed } })).toBeUndefined()
    await clock.advance(30 * dayMs)
    expect(await node.find(odd)).toBeUndefined()
  })
})
