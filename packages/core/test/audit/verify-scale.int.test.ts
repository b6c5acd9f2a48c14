// A long audit log in SQLite, verified as it streams by: 20,000 entries in CI, a million with HOLDPOINT_SCALE=full.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore } from '@holdpoint/storage-sql'
import { expect, it } from 'vitest'
import { sha256Of } from '../../src/domain/action.ts'
import { emptyHead, nextEntry, type AuditEntry } from '../../src/domain/audit-chain.ts'
import { createAuditVerifier } from '../../src/domain/audit-verifier.ts'
import { headAfter, toBlockRecord } from '../../src/parse/audit-record.ts'
import type { Store } from '../../src/ports.ts'
import { readBlocks } from '../../src/service/audit-blocks.ts'

const entries = process.env['HOLDPOINT_SCALE'] === 'full' ? 1_000_000 : 20_000
const perBlock = 4
const digest = sha256Of('an action')
const events = ['requested', 'decided', 'started', 'finished'] as const

/** A block for each approval: what becomes of one within two seconds is entered in one go. */
async function fill(store: Store): Promise<void> {
  let head = emptyHead('default')
  let writing: Promise<unknown>[] = []
  for (let n = 0; n < entries / perBlock; n++) {
    const about = `ap_${n.toString(16).padStart(32, '0')}`
    const block: AuditEntry[] = []
    let end = head
    for (const [k, event] of events.entries()) {
      const note = {
        event: `approval.${event}`,
        loop: 'default',
        about,
        actor: 'key:bot',
        via: 'api',
        at: n,
        version: k + 1,
      }
      const entry = nextEntry(end, `${about}:${k + 1}:0`, { ...note, digest, line: 'outbound.message: on-miss' })
      block.push(entry)
      end = { loop: 'default', seq: entry.seq, hash: entry.hash }
    }
    const whole = { entries: block, sources: [{ collection: 'approvals', id: about }] }
    writing.push(store.create(toBlockRecord(head, whole)))
    head = headAfter('default', whole)
    if (writing.length === 1_000) {
      await Promise.all(writing)
      writing = []
    }
  }
  await Promise.all(writing)
}

it(`I35: ${entries} entries are verified as they stream by`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'holdpoint-audit-'))
  const store = await openSqliteStore({ path: join(folder, 'audit.db') }, { warn() {} })
  try {
    await fill(store)
    const begun = performance.now()
    const verifier = createAuditVerifier({ loop: 'default' })
    let peakBytes = 0
    for await (const block of readBlocks(store, 'default', { direction: 'ascending' })) {
      for (const entry of block.entries) verifier.take(entry)
      if (block.entries[0]?.seq === 1 || verifier.report().entries % 40_000 === 0)
        peakBytes = Math.max(peakBytes, process.memoryUsage().rss)
    }
    const seconds = ((performance.now() - begun) / 1000).toFixed(1)
    process.stdout.write(
      `verified ${entries} entries in ${seconds} s (goal: 1,000,000 in 30 s), ${Math.round(peakBytes / 2 ** 20)} MiB\n`,
    )
    expect(verifier.report()).toMatchObject({ entries, problemCount: 0, head: { seq: entries } })
  } finally {
    await store.close()
    await rm(folder, { recursive: true })
  }
}, 600_000)
