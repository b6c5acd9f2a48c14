// Carries out what stays in the house: rules that decisions leave behind or take back, and denials to remember.
import { ruleOf } from '../domain/rule.ts'
import type { Denials } from './denials.ts'
import type { Keep } from './internal-effects.ts'
import type { Rules } from './rules.ts'

export const createKeep =
  ({ rules, denials }: { readonly rules: Rules; readonly denials: Denials }): Keep =>
  async (approval, effect) => {
    switch (effect.kind) {
      case 'rule':
        await rules.write(ruleOf(approval, effect.rule))
        return
      case 'unrule':
        await rules.revokeOf(approval.id, effect.by, ruleOf(approval, effect.rule))
        return
      case 'denial':
        await denials.remember(approval, effect.until)
    }
  }
