// The chain by itself: whatever is done to an exported log shows.
import { describe, expect, it } from 'vitest'
import { sha256Of } from '../../src/domain/action.ts'
import { emptyHead, hashOfEntry, headOf, nextEntry, type AuditEntry } from '../../src/domain/audit-chain.ts'
import { createAuditVerifier } from '../../src/domain/audit-verifier.ts'
import { fromAuditWire, toAuditWire } from '../../src/parse/audit-record.ts'

const note = { event: 'approval.commented', loop: 'default', about: 'ap_1', actor: 'ann', via: 'api' }

function logOf(length: number): AuditEntry[] {
  const entries: AuditEntry[] = []
  let head = emptyHead('default')
  for (let n = 1; n <= length; n++) {
    const entry = nextEntry(head, `ap_1:${n}:0`, { ...note, at: 1_000 + n, version: n })
    entries.push(entry)
    head = headOf(entry)
  }
  return entries
}

function verify(entries: readonly AuditEntry[], heads: Parameters<typeof createAuditVerifier>[0]['heads'] = []) {
  const verifier = createAuditVerifier({ loop: 'default', heads })
  for (const entry of entries) verifier.take(entry)
  return verifier.report()
}

const log = logOf(9)
const at = (seq: number): AuditEntry => {
  const found = log.find((entry) => entry.seq === seq)
  if (!found) throw new Error(`no entry ${seq}`)
  return found
}
const without = (seq: number) => log.filter((entry) => entry.seq !== seq)
const head = headOf(at(9))
/** Made anew by somebody who knows how, from some entry on. */
const forged = (seq: number, changes: Partial<AuditEntry>): AuditEntry[] => {
  const kept = log.slice(0, seq - 1)
  let end = headOf(at(seq - 1))
  return log.slice(seq - 1).reduce((made, entry) => {
    const { seq: _, prev: __, hash: ___, id, ...rest } = { ...entry, ...(entry.seq === seq && changes) }
    const next = nextEntry(end, id, rest)
    end = headOf(next)
    return [...made, next]
  }, kept)
}

describe('I35: an audit chain', () => {
  it('passes as it was written, also over the wire and against heads of earlier days', () => {
    expect(verify(log, [headOf(at(4)), head])).toMatchObject({ entries: 9, head, problemCount: 0 })
    expect(log.map((entry) => fromAuditWire(JSON.parse(JSON.stringify(toAuditWire(entry)))))).toEqual(log)
  })

  it.each<[string, readonly AuditEntry[]]>([
    ['an entry edited', log.map((entry) => (entry.seq === 4 ? { ...entry, actor: 'bob' } : entry))],
    [
      'an entry edited and hashed anew',
      log.map((entry) => {
        if (entry.seq !== 4) return entry
        const { hash: _, ...content } = { ...entry, actor: 'bob' }
        return { ...content, hash: hashOfEntry(content) }
      }),
    ],
    ['a field put in', log.map((entry) => (entry.seq === 4 ? { ...entry, reviewer: 'bob' } : entry))],
    ['an entry deleted', without(4)],
    ['the first deleted', without(1)],
    ['two swapped', [...log.slice(0, 3), at(5), at(4), ...log.slice(5)]],
    ['one repeated', [...log.slice(0, 4), at(4), ...log.slice(4)]],
    ['one inserted', [...log.slice(0, 4), nextEntry(headOf(at(4)), 'x', { ...note, at: 1 }), ...log.slice(4)]],
    ['another loop’s', log.map((entry) => ({ ...entry, loop: 'other' }))],
  ])('shows %s', (_, entries) => {
    expect(verify(entries).problemCount).toBeGreaterThan(0)
  })

  it('shows a tail that was cut, and a log written anew, against an exported head', () => {
    expect(verify(log.slice(0, 6)).problemCount).toBe(0)
    expect(verify(log.slice(0, 6), [head]).problems).toMatchObject([{ seq: 9 }])
    expect(verify([], [head]).problemCount).toBe(1)
    const anew = forged(4, { actor: 'bob' })
    expect(verify(anew).problemCount).toBe(0)
    expect(verify(anew, [head]).problems).toMatchObject([{ seq: 9 }])
  })

  it('shows a change of an approval that never came into the chain', () => {
    const entries: AuditEntry[] = []
    let end = emptyHead('default')
    for (const version of [1, 2, 4]) {
      const entry = nextEntry(end, `ap_1:${version}:0`, { ...note, at: version, version })
      entries.push(entry)
      end = headOf(entry)
    }
    expect(verify(entries).problems).toMatchObject([{ seq: 3, what: expect.stringContaining('change 4 of ap_1') }])
  })

  it('tells at most a hundred problems, and counts all', () => {
    const many = logOf(500).map((entry) => ({ ...entry, actor: 'x' }))
    expect(verify(many)).toMatchObject({ problemCount: 500, problems: { length: 100 } })
  })

  it.each([
    ['no object', 7],
    ['a time of another form', { ...toAuditWire(at(1)), at: '2026-01-01' }],
    ['a number for a time', { ...toAuditWire(at(1)), at: 1_000 }],
    ['no hash', { ...toAuditWire(at(1)), hash: undefined }],
    ['a seq that is none', { ...toAuditWire(at(1)), seq: 0 }],
  ])('doesn’t take %s for an entry', (_, value) => {
    expect(fromAuditWire(value)).toBeUndefined()
  })

  it('has a hash that anybody can compute', () => {
    const { hash, ...content } = toAuditWire(at(1))
    const sorted = Object.fromEntries(Object.entries({ v: 1, ...content }).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    expect(hash).toBe(sha256Of(JSON.stringify(sorted)))
  })
})
