// A pending approval and what goes with it, for tests that ask, confirm and settle.
import type { Action, Approval, AskEffect, Log } from '@holdpoint/core'
import { sampleApproval } from '@holdpoint/testkit'

export const action: Action = {
  kind: 'outbound.message',
  target: { channel: 'log', to: '+1555' },
  input: { payloads: [{ text: 'hi' }] },
}

export const approvalOf = (changes: Partial<Approval> = {}): Approval =>
  sampleApproval({ id: '0123456789abcdef0123456789abcdef', createdAt: Date.now(), channels: ['hitl-sh'], ...changes })

export const askOf = ({ id, digest }: Approval): AskEffect => ({
  id: `${id}:1:0`,
  kind: 'ask',
  channel: 'hitl-sh',
  digest,
})

export const first = () => ({ attempt: 1, signal: new AbortController().signal })
export const again = (attempt = 2) => ({ attempt, signal: new AbortController().signal })

export function recordingLog(): Log & { readonly lines: readonly string[] } {
  const lines: string[] = []
  const write = (message: string, fields?: object) => void lines.push(`${message} ${JSON.stringify(fields ?? {})}`)
  return { lines, debug: write, info: write, warn: write, error: write }
}
