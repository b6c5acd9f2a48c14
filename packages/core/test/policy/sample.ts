// Policies and subjects for the tests of the policy room.
import type { PolicySubject } from '../../src/policy/policy-subject.ts'
import { parsePolicy, type Policy } from '../../src/policy/policy.ts'
import type { Json } from '../../src/domain/json.ts'

export function policyOf(json: unknown): Policy {
  const parsed = parsePolicy(json)
  if (!parsed.ok) throw new Error(parsed.detail)
  return parsed.value
}

export interface SubjectChanges {
  readonly kind?: string
  readonly target?: Readonly<Record<string, string>>
  readonly input?: Json
  readonly requester?: string
  readonly loop?: string
}

export function subjectOf(changes: SubjectChanges = {}): PolicySubject {
  const { kind = 'outbound.message', target = { channel: 'log', to: '+1555' }, input = {} } = changes
  return { loop: changes.loop ?? 'default', requester: changes.requester ?? 'key:bot', action: { kind, target, input } }
}

/** Counts in a way that a seed decides, so that a failure can be run again. */
export const seed = Number(process.env['HOLDPOINT_SEED'] ?? 20_261_122)
