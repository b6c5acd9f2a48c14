// What `transition` answers, and the two ways to build it that every rule shares.
import type { Approval } from './approval.ts'
import type { Command } from './command.ts'
import type { Effect, EffectDraft } from './effect.ts'
import type { Refusal } from './errors.ts'

export type Outcome =
  | { readonly type: 'moved'; readonly next: Approval; readonly effects: readonly Effect[] }
  /** Nothing to write: it was applied before, or came too late to matter. */
  | { readonly type: 'unchanged'; readonly approval: Approval }
  | { readonly type: 'refused'; readonly refusal: Refusal }

// Answers from channels may repeat for ever and are idempotent by the state they leave; keeping a key for each would
// let a provider that repeats itself grow the record.
const keyless: ReadonlySet<Command['type']> = new Set(['answer', 'refute', 'elapse'])

export function moved(
  approval: Approval,
  command: Command,
  changes: Partial<Approval>,
  effects: readonly EffectDraft[] = [],
): Outcome {
  const version = approval.version + 1
  const applied = keyless.has(command.type) ? approval.applied : [...approval.applied, { key: command.key, version }]
  const next: Approval = { ...approval, ...changes, version, applied }
  return { type: 'moved', next, effects: numbered(next, effects) }
}

/** A redelivered effect has the id it was committed with, so the far side can tell it from a new one. */
export function numbered(approval: Approval, effects: readonly EffectDraft[]): readonly Effect[] {
  return effects.map((effect, n) => ({ ...effect, id: `${approval.id}:${approval.version}:${n}` }))
}

export const unchanged = (approval: Approval): Outcome => ({ type: 'unchanged', approval })

export const refused = (refusal: Refusal): Outcome => ({ type: 'refused', refusal })
