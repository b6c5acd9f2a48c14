import type { OutboundDelivery } from '../../src/outbound/outbound-channel.ts'

export const message: OutboundDelivery = {
  approvalId: 'ap_1',
  channel: 'hook',
  to: '+1555',
  thread: 't1',
  payloads: [{ text: 'hi' }, { mediaUrls: ['https://a.example/x.png'] }],
  at: Date.UTC(2026, 0, 2, 3, 4, 5, 6),
}

export const never = new AbortController().signal
