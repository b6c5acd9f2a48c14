import { isDeepStrictEqual } from 'node:util'
import { createMemoryStore } from '@holdpoint/storage-memory'
import { describe, expect, it } from 'vitest'
import { matchKeyOf, matchKeyOfRule, ruleMatches, type Rule, type RuleSubject } from '../../src/domain/rule.ts'
import { createIds } from '../../src/service/ids.ts'
import { createRules } from '../../src/service/rules.ts'
import { mutations } from './mutations.ts'
import { drawFrom, listeningLog, noon, randomSubject, ruleFor, subject } from './sample-rules.ts'

const isFull = process.env['HOLDPOINT_SCALE'] === 'full'
const perMutation = isFull ? 100_000 : 10_000
const seed = Number(process.env['HOLDPOINT_SEED'] ?? 20_261_122)
const mutationsPerRule = 50
// Changed letters of one kind, or of one input that isn't bound, may lead back to the same.
const maxTries = 20

/** Whether the rule is for exactly this, said once more in another way than the code says it. */
function isFor(rule: Rule, original: RuleSubject, changed: RuleSubject): boolean {
  const parts = ({ loop, requester, action, bindInput }: RuleSubject) => [
    loop,
    requester,
    action.kind,
    action.target,
    bindInput,
    rule.inputDigest === undefined ? null : action.input,
  ]
  return isDeepStrictEqual(parts(original), parts(changed))
}

describe('exact rules (I31)', () => {
  it.each(Object.entries(mutations))(`of ${perMutation} changed actions each, none matches: %s`, (name, mutate) => {
    const draw = drawFrom(seed)
    let different = 0
    for (let tries = 0; different < perMutation; tries++) {
      expect(tries, `seed ${seed}: too few changes`).toBeLessThan(perMutation * maxTries)
      const original = randomSubject(draw)
      const rule = ruleFor(original)
      const key = matchKeyOfRule(rule)
      expect(ruleMatches(rule, original) && matchKeyOf(original) === key).toBe(true)
      for (let n = 0; n < mutationsPerRule; n++) {
        const changed = mutate(original, draw)
        const same = isFor(rule, original, changed)
        // A rule for one input holds for it also where rules of its kind needn't bind it.
        const narrower = name === 'otherBinding' && rule.inputDigest !== undefined
        if (!same) different += 1
        if (ruleMatches(rule, changed) !== (same || narrower) || (matchKeyOf(changed) === key) !== same)
          expect.fail(`seed ${seed}: ${JSON.stringify(rule)} and ${JSON.stringify(changed)}`)
      }
    }
  })

  it('finds nothing in the store for changed actions either (H29607)', async () => {
    const draw = drawFrom(seed + 1)
    const store = createMemoryStore({ now: () => noon })
    const rules = createRules({ store, ids: createIds(), log: listeningLog().log, settings: () => ({ loops: {} }) })
    const originals = Array.from({ length: 100 }, () => ({ ...randomSubject(draw), bindInput: true }))
    const known = new Set(originals.map(matchKeyOf))
    for (const original of originals) await rules.write(ruleFor(original))
    let asked = 0
    for (const original of originals) {
      expect(await rules.find(original)).toMatchObject({
        requester: original.requester,
        target: original.action.target,
      })
      for (const mutate of Object.values(mutations)) {
        const changed = { ...mutate(original, draw), bindInput: true }
        if (known.has(matchKeyOf(changed))) continue
        asked += 1
        expect(await rules.find(changed), JSON.stringify([original, changed])).toBeUndefined()
      }
    }
    expect(asked).toBeGreaterThan(900)
  })

  it('keeps inherited fields and field order out of it', () => {
    const rule = ruleFor(subject)
    const reordered = { ...subject, action: { ...subject.action, target: { to: '+1555', channel: 'log' } } }
    expect(ruleMatches(rule, reordered)).toBe(true)
    expect(matchKeyOf(reordered)).toBe(matchKeyOf(subject))
    const inheriting = Object.assign(Object.create({ to: '+1555' }) as Record<string, string>, { channel: 'log' })
    const changed = { ...subject, action: { ...subject.action, target: inheriting } }
    expect(ruleMatches(rule, changed)).toBe(false)
    expect(matchKeyOf(changed)).not.toBe(matchKeyOf(subject))
  })
})
