import type { Approval, Json, Log, LogFields } from '@holdpoint/core'
import { sampleApproval } from '@holdpoint/testkit'
import { describe, expect, it } from 'vitest'
import { createOutboundChannels, executeOutbound } from '../../src/outbound/compose-outbound.ts'
import type { OutboundChannel, OutboundDelivery } from '../../src/outbound/outbound-channel.ts'
import { never } from './message.ts'

function approvalOf(change: Partial<Approval> & { target?: Record<string, string>; input?: Json } = {}): Approval {
  const { target = { channel: 'log', to: '+1555' }, input = { payloads: [{ text: 'hi' }] }, ...rest } = change
  const action = { kind: 'outbound.message', target, input }
  return sampleApproval({ action, status: 'started', startedAt: 77, ...rest })
}

function scripted() {
  const sent: OutboundDelivery[] = []
  const channel: OutboundChannel = {
    name: 'log',
    send: (message) => {
      sent.push(message)
      return Promise.resolve({ outcome: 'succeeded', detail: { lines: 1 } })
    },
  }
  return { sent, execute: executeOutbound(new Map([['log', channel]])) }
}

describe('executeOutbound', () => {
  it('I18: sends exactly what the approval holds', async () => {
    const { sent, execute } = scripted()
    const target = { channel: 'log', to: '+1555', account: 'a', thread: 't' }
    const payloads = [{ text: '' }, { mediaUrls: ['x'], text: 'y' }]
    const result = await execute(approvalOf({ target, input: { payloads } }), never)
    expect(result).toEqual({ outcome: 'succeeded', detail: { lines: 1 } })
    expect(sent).toEqual([{ ...target, payloads, approvalId: 'ap_1', at: 77 }])
  })

  it.each([
    'pending',
    'denied',
    'expired',
    'cancelled',
    'revoked',
    'lapsed',
    'succeeded',
    'failed',
    'unknown',
  ] as const)('I1: sends nothing for an approval that is %s', async (status) => {
    const { sent, execute } = scripted()
    expect(await execute(approvalOf({ status }), never)).toMatchObject({ outcome: 'failed' })
    expect(sent).toEqual([])
  })

  it.each([
    [{ target: { channel: 'other', to: 'x' } }, 'no outbound channel "other"'],
    [{ target: { channel: '__proto__', to: 'x' } }, 'no outbound channel'],
    [{ target: { channel: 'log' } }, 'action.target.to'],
    [{ target: { channel: 'log', to: '' } }, 'action.target.to'],
    [{ target: { channel: 'log', to: 'x', bcc: 'y' } }, 'action.target'],
    [{ input: null }, 'action.input'],
    [{ input: {} }, 'action.input.payloads'],
    [{ input: { payloads: [] } }, 'action.input.payloads'],
    [{ input: { payloads: [{}] } }, 'action.input.payloads.0'],
    [{ input: { payloads: [{ text: 1 }] } }, 'action.input.payloads.0.text'],
    [{ input: { payloads: [{ text: 'x', html: 'y' }] } }, 'action.input.payloads.0'],
    [{ input: { payloads: [{ text: 'x' }], silent: true } }, 'action.input'],
    [
      { action: { kind: 'tool.call', target: { channel: 'log', to: 'x' }, input: { payloads: [{ text: 'x' }] } } },
      'kind',
    ],
  ])('I6: sends nothing for %j', async (change, reason) => {
    const { sent, execute } = scripted()
    const result = await execute(approvalOf(change), never)
    expect(result.outcome).toBe('failed')
    expect(JSON.stringify(result.detail).replaceAll('\\', '')).toContain(reason)
    expect(sent).toEqual([])
  })

  it('lets a channel that throws reject, which counts as unknown', async () => {
    const broken: OutboundChannel = { name: 'log', send: () => Promise.reject(new Error('bug')) }
    await expect(executeOutbound(new Map([['log', broken]]))(approvalOf(), never)).rejects.toThrow('bug')
  })
})

describe('createOutboundChannels', () => {
  it('I34: makes the configured ones, and logs outcomes without content', async () => {
    const lines: string[] = []
    const write = (message: string, fields?: LogFields) => void lines.push(message + JSON.stringify(fields))
    const log: Log = { debug: write, info: write, warn: write, error: write }
    const channels = createOutboundChannels(
      {
        file: { type: 'log', path: '/dev/null/out.jsonl' },
        hook: {
          type: 'webhook',
          url: 'https://10.0.0.1',
          secrets: ['kd83jf02mcx71hs6xwetq9aZ'],
          allow: [],
          timeoutMs: 100,
        },
      },
      { log },
    )
    expect([...channels.keys()]).toEqual(['file', 'hook'])
    for (const name of ['file', 'hook']) {
      const approval = approvalOf({
        target: { channel: name, to: 'sesame' },
        input: { payloads: [{ text: 'sesame' }] },
      })
      expect(await executeOutbound(channels)(approval, never)).toMatchObject({ outcome: 'failed' })
    }
    expect(lines).toHaveLength(2)
    expect(lines.join()).not.toMatch(/sesame|kd83/)
  })
})
