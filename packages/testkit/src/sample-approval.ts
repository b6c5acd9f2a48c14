// A pending approval to test with, as the machine makes it: change what the test is about, and its digests follow.
import { defaultThresholds, sha256Of, transition, type Action, type Approval } from '@holdpoint/core'

const action: Action = {
  kind: 'outbound.message',
  target: { channel: 'log', to: '+1555' },
  input: { payloads: [{ text: 'hi' }] },
}

/** `createdAt` 2026-01-02T03:04:05.678Z where not said, expiring 5 minutes later. */
export function sampleApproval(changes: Partial<Approval> = {}): Approval {
  const at = changes.createdAt ?? Date.UTC(2026, 0, 2, 3, 4, 5, 678)
  const outcome = transition(undefined, {
    type: 'request',
    key: 'sample',
    at,
    via: 'api',
    actor: changes.requester ?? 'key:bot',
    id: changes.id ?? 'ap_1',
    loop: changes.loop ?? 'default',
    action: changes.action ?? action,
    draftHash: sha256Of('draft'),
    executor: changes.executor ?? 'gateway',
    channels: [],
    policy: { answer: 'ask', line: 'outbound.message: on-miss' },
    thresholds: defaultThresholds,
    editable: false,
    ruleBindsInput: false,
    expiresInMs: 300_000,
    grantMs: 300_000,
    maxRunMs: 900_000,
  })
  if (outcome.type !== 'moved') throw new Error('the sample approval can’t be made')
  return { ...outcome.next, ...changes }
}
