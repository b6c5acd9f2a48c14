// Rounds of one reviewer allowing and another denying the same approval at once.
import { expect } from 'vitest'
import type { Approvals } from '../../src/service/approvals.ts'
import { allow, ann, bob, bot, deny, draft, must } from './world.ts'

/** Expects exactly one of the two to win each round and the other to be told; returns who won how often. */
export async function opposed(approvals: Approvals, rounds: number): Promise<{ allow: number; deny: number }> {
  const wins = { allow: 0, deny: 0 }
  for (let round = 0; round < rounds; round += 1) {
    const { approval } = must(await approvals.request(bot, draft))
    const yes = () => approvals.decide(ann, approval.id, allow(approval))
    const no = () => approvals.decide(bob, approval.id, deny(approval))
    // Each goes first in half of the rounds.
    const [first, second] = await Promise.all(round % 2 === 0 ? [yes(), no()] : [no(), yes()])
    const winner = first.ok ? first : second
    const loser = first.ok ? second : first
    const { status, votes } = must(winner)
    expect(loser).toMatchObject({ ok: false, code: 'already_decided', approval: { id: approval.id, status, votes } })
    expect(votes).toHaveLength(1)
    expect(must(await approvals.get(bot, approval.id))).toEqual(winner.ok && winner.value)
    wins[status === 'approved' ? 'allow' : 'deny'] += 1
  }
  return wins
}
