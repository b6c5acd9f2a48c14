// The hostile suite: rows of attacks through every way in, and what holds after all of them. One sentinel tells most of
// it: whatever runs leaves its mark in a file, and at the end the file holds the marks of what was approved, each once.
import assert from 'node:assert/strict'
import { attack, sendRaw } from './hostile/attack.ts'
import { differElsewhere } from './hostile/elsewhere.ts'
import { fieldRows } from './hostile/field-rows.ts'
import { genuineOn, type Genuine } from './hostile/genuine.ts'
import { headerRows } from './hostile/header-rows.ts'
import type { HostileRow } from './hostile/hostile-row.ts'
import type { HostileSite, OpenSite } from './hostile/hostile-site.ts'
import { jsonRows } from './hostile/json-rows.ts'
import { attackRaw } from './hostile/raw-attack.ts'
import { rawRows } from './hostile/raw-rows.ts'
import { attackSlowly } from './hostile/slow-attack.ts'
import { startLoopProbe, type LoopProbe } from './hostile/loop-probe.ts'
import { targetRows } from './hostile/target-rows.ts'
import { requestFor } from './hostile/ways-in.ts'

export interface HostileSuiteOptions {
  /** The test runner's own: vitest, node:test, mocha and jest all fit. Cases must run in their order. */
  readonly describe: (name: string, define: () => void) => void
  readonly it: (name: string, run: () => Promise<void>) => void
  /** Opened by the first case, closed by the last; the cases share it. */
  readonly open: OpenSite
  /** Told of what was measured; the process's own output by default. */
  readonly print?: (line: string) => void
}

export const hostileRows: Readonly<Record<string, readonly HostileRow[]>> = {
  json: jsonRows,
  targets: targetRows,
  headers: headerRows,
  fields: fieldRows,
}

interface Field {
  readonly site: HostileSite
  readonly genuine: Genuine
  readonly probe: LoopProbe
  readonly approved: string[]
}

export function hostileSuite(options: HostileSuiteOptions): void {
  const { describe, it, open, print = (line) => void process.stdout.write(`${line}\n`) } = options
  let opened: Promise<Field> | undefined
  const field = () => (opened ??= enter(open))

  describe('hostile input', () => {
    it('a genuine call before it is held, and runs once it is allowed', async () => {
      const { genuine, approved } = await field()
      approved.push(await genuine.allow(await genuine.hold('before'), 'before'))
    })

    for (const [name, rows] of Object.entries(hostileRows))
      it(`${name}: ${rows.length} rows are answered as they say, leak nothing and decide nothing (I6, I29, I34)`, async () => {
        const { site, genuine, probe } = await field()
        const served = rows.filter(({ via }) => via !== 'guarded' || site.guarded)
        const held = await genuine.hold(`held while ${name} are tried`)
        const before = await site.ran()
        const { wrong, slowest } = await attack(site, served, held, probe)
        print(
          `hostile ${name}: ${served.length} of ${rows.length} rows; the loop stood still ${slowest.blockedMs.toFixed(0)} ms at most, goal 50 (${slowest.id})`,
        )
        assert.deepEqual(wrong, [])
        const { body } = await genuine.call('read', held, {})
        assert.deepEqual([body.status, body.votes ?? []], ['pending', []])
        assert.deepEqual(await site.ran(), before)
      })

    it(`raw: ${rawRows.length} ways to hide a decision in other bytes decide nothing (I6, I29)`, async () => {
      const { site, genuine, approved } = await field()
      const text = 'held while requests are smuggled'
      const held = await genuine.hold(text)
      const before = await site.ran()
      assert.deepEqual(await attackRaw(site, rawRows, held, genuine), [])
      assert.deepEqual(await site.ran(), before)
      // Behind a request that is plain it is one of its own: what the rows hid was good.
      const plain = requestFor('explain', {}, site, held, true)
      await sendRaw(site.port, Buffer.concat([plain, requestFor('decision', {}, site, held)]))
      approved.push(await genuine.finished(held, text))
    })

    it('elsewhere: on no route does an id of another loop differ from one that never was (I29)', async () => {
      const { site, genuine } = await field()
      const held = await genuine.hold('held while somebody elsewhere asks')
      assert.deepEqual(await differElsewhere(site, held), [])
      assert.equal(await genuine.status(held.id), 'pending')
    })

    it('slow: whoever drips is sent away, and decides nothing (I29)', async () => {
      const { site, genuine } = await field()
      const held = await genuine.hold('held while others drip')
      if (!site.limitsHeads) print('hostile slow: how long a head may take is up to this host, so none was dripped')
      assert.deepEqual(await attackSlowly(site, held), [])
      assert.equal(await genuine.status(held.id), 'pending')
    })

    it('the sentinel holds what was approved, each once, and nothing else; no secret was logged (I1, I2, I34)', async () => {
      const { site, genuine, probe, approved } = await field()
      approved.push(await genuine.allow(await genuine.hold('after'), 'after'))
      try {
        assert.deepEqual((await site.ran()).toSorted(), approved.toSorted())
        assert.ok(!site.secrets.some((secret) => site.logged().includes(secret)), 'a secret was logged')
      } finally {
        probe.stop()
        await site.close()
      }
    })
  })
}

async function enter(open: OpenSite): Promise<Field> {
  const site = await open()
  return { site, genuine: genuineOn(site), probe: startLoopProbe(), approved: [] }
}
