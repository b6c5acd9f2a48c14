// Effects that stay in the house: a rule, its revocation, a remembered denial. Each is an insert under an id of its
// own, so repeating one is harmless and none needs a lease.
import type { Approval } from '../domain/approval.ts'
import type { InternalEffect } from '../domain/effect.ts'
import { approvalsCollection } from '../parse/record.ts'
import { commitChange, type CommitContext } from './commit.ts'

/** Carries one out. Rejects where the store fails; then it is tried again. */
export type Keep = (approval: Approval, effect: InternalEffect) => Promise<void>

/** Carries out an internal effect and takes it from the outbox. */
export async function keepInternal(
  context: CommitContext,
  keep: Keep,
  approval: Approval,
  effect: InternalEffect,
): Promise<void> {
  await keep(approval, effect)
  await commitChange(context, {
    id: approval.id,
    key: effect.id,
    actor: 'pump',
    via: 'gateway',
    outbox: (entries) => {
      const rest = entries.filter((entry) => entry.effect.id !== effect.id)
      return rest.length === entries.length ? undefined : rest
    },
  })
}

export const isInternal = (effect: { readonly kind: string }): effect is InternalEffect =>
  effect.kind === 'rule' || effect.kind === 'unrule' || effect.kind === 'denial'

/** One attempt, before a decision is answered, at what it leaves behind; where it fails, the pump goes on. */
export async function keepNow(context: CommitContext, keep: Keep, approval: Approval): Promise<void> {
  try {
    const record = await context.store.read(approvalsCollection, approval.id)
    for (const { effect } of record?.outbox ?? [])
      if (isInternal(effect)) await keepInternal(context, keep, approval, effect)
  } catch (error) {
    context.log.warn('left to the pump', { approval: approval.id, error: String(error) })
  }
}
