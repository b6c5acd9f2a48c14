// An approval as the API answers it, for the page's own tests.
import type { Approval } from '../src/api/wire.ts'

export const sample = (changes: Partial<Approval> = {}): Approval => ({
  id: 'ap_1',
  status: 'pending',
  version: 1,
  loop: 'default',
  requester: 'key:bot',
  digest: `sha256:${'0'.repeat(64)}`,
  action: {
    kind: 'outbound.message',
    target: { channel: 'log', to: '+1555' },
    input: { payloads: [{ text: 'Hello' }] },
  },
  policy: { answer: 'ask', line: 'outbound.message: on-miss' },
  thresholds: {
    approve: 1,
    deny: 1,
    reviewers: ['*'],
    separateRequester: true,
    reasonRequired: 'never',
    verdicts: ['allow-once', 'allow-always', 'deny'],
  },
  votes: [],
  createdAt: '2026-01-01T00:00:00.000Z',
  expiresAt: '2026-01-01T00:05:00.000Z',
  ...changes,
})
