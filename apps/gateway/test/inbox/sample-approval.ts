// An approval of a message, as the pages are handed it.
import { defaultThresholds, digestOf, sha256Of, type Approval } from '@holdpoint/core'

const action = {
  kind: 'outbound.message',
  target: { account: 'shop', channel: 'log', to: '+1555' },
  input: { payloads: [{ text: 'hi' }] },
}
const digest = digestOf('default', 'key:bot', action)

export const sampleApproval = (changes: Partial<Approval> = {}): Approval => ({
  id: 'ap_1',
  loop: 'default',
  requester: 'key:bot',
  status: 'pending',
  version: 1,
  action,
  digest,
  requestDigest: digest,
  draftHash: sha256Of('draft'),
  executor: 'gateway',
  channels: [],
  policy: { answer: 'ask', line: 'outbound.message: on-miss' },
  thresholds: defaultThresholds,
  editable: false,
  ruleBindsInput: false,
  votes: [],
  edits: [],
  comments: [],
  asks: [],
  answers: [],
  applied: [],
  createdAt: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
  expiresAt: Date.UTC(2026, 0, 2, 3, 9, 5, 678),
  grantMs: 1_000,
  maxRunMs: 1_000,
  ...changes,
})
