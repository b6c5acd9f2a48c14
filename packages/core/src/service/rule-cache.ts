// Rules read a short while ago, so that a hot one isn't read again for every action. Only rules that were found are
// kept: a flood of actions without a rule leaves nothing here.
import { matchKeyOfRule, type Rule } from '../domain/rule.ts'

/** A revocation on another node counts here after this many ms at the latest; promised are 5,000. */
export const maxAgeMs = 4_000
const maxEntries = 10_000

/** When a read began. What was read before a change on this node is not kept after it. */
export interface ReadMark {
  readonly at: number
  readonly generation: number
}

export interface RuleCache {
  byKey(matchKey: string): Rule | undefined
  byId(id: string): Rule | undefined
  /** Called before the store is read, so that the age counts from there. */
  mark(): ReadMark
  /** For lookups by id. */
  keep(rule: Rule, mark: ReadMark): void
  /** For lookups by key too: it is the newest live rule there. */
  keepNewest(rule: Rule, mark: ReadMark): void
  /** Called after each change on this node, also one whose outcome is unknown. */
  drop(rule: Rule): void
}

interface Entry {
  readonly rule: Rule
  readonly at: number
}

/** `now` is monotonic, in ms. */
export function createRuleCache(now: () => number, max = maxEntries): RuleCache {
  const ids = new Map<string, Entry>()
  const keys = new Map<string, Entry>()
  let generation = 0

  const look = (entries: Map<string, Entry>, name: string): Rule | undefined => {
    const entry = entries.get(name)
    if (entry === undefined) return undefined
    entries.delete(name)
    if (now() - entry.at >= maxAgeMs) return undefined
    // Set again, it is the youngest: the oldest by use comes first in a Map, and leaves first.
    entries.set(name, entry)
    return entry.rule
  }

  const put = (entries: Map<string, Entry>, name: string, entry: Entry) => {
    entries.delete(name)
    entries.set(name, entry)
    for (const oldest of entries.keys()) {
      if (entries.size <= max) return
      entries.delete(oldest)
    }
  }

  const keep = (rule: Rule, mark: ReadMark) => {
    if (mark.generation === generation) put(ids, rule.id, { rule, at: mark.at })
  }

  return {
    byKey: (matchKey) => look(keys, matchKey),
    byId: (id) => look(ids, id),
    mark: () => ({ at: now(), generation }),
    keep,
    keepNewest(rule, mark) {
      keep(rule, mark)
      if (mark.generation === generation) put(keys, matchKeyOfRule(rule), { rule, at: mark.at })
    },
    drop(rule) {
      generation += 1
      ids.delete(rule.id)
      keys.delete(matchKeyOfRule(rule))
    },
  }
}
