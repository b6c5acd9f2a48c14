// A store with rules on it, under a fake clock; more nodes can be put on the same store.
import { createMemoryStore } from '@holdpoint/storage-memory'
import { createFakeClock } from '@holdpoint/testkit'
import type { Rule } from '../../src/domain/rule.ts'
import { fromRuleRecord, rulesCollection } from '../../src/parse/rule-record.ts'
import type { Store } from '../../src/ports.ts'
import { createIds } from '../../src/service/ids.ts'
import { createRules, type Rules, type RulesOptions } from '../../src/service/rules.ts'
import { listeningLog, noon } from './sample-rules.ts'

export const settings = () => ({
  loops: {
    default: { thresholds: { separateRequester: true } },
    ops: { thresholds: { separateRequester: true } },
    solo: { thresholds: { separateRequester: false } },
  },
})

export function createWorld(wrap: (store: Store) => Store = (store) => store) {
  const clock = createFakeClock({ startAt: noon })
  const inner = createMemoryStore({ now: clock.now })
  const store = wrap(inner)
  const { log, heard } = listeningLog()
  const ids = createIds()
  const node = (options: Partial<RulesOptions> = {}): Rules =>
    createRules({ store, ids, log, settings, now: clock.now, ...options })
  /** The rule as it is stored, past every cache and wrapper. */
  const stored = async (id: string): Promise<Rule> => {
    const record = await inner.read(rulesCollection, id)
    const read = record && fromRuleRecord(record)
    if (!read?.ok) throw new Error(`no rule ${id}`)
    return read.value
  }
  return { clock, inner, store, heard, node, rules: node(), stored }
}
