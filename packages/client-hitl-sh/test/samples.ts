// A pending approval and what goes with it, for tests that ask, confirm and settle.
import { digestOf, defaultThresholds, type Action, type Approval, type AskEffect, type Log } from '@holdpoint/core'

export const action: Action = {
  kind: 'outbound.message',
  target: { channel: 'log', to: '+1555' },
  input: { payloads: [{ text: 'hi' }] },
}

export function approvalOf(changes: Partial<Approval> = {}): Approval {
  const { loop = 'default', requester = 'key:bot', action: asked = action } = changes
  const digest = digestOf(loop, requester, asked)
  const createdAt = Date.now()
  return {
    id: '0123456789abcdef0123456789abcdef',
    loop,
    requester,
    status: 'pending',
    version: 1,
    action: asked,
    digest,
    requestDigest: digest,
    draftHash: digest,
    executor: 'gateway',
    channels: ['hitl-sh'],
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
    createdAt,
    expiresAt: createdAt + 300_000,
    grantMs: 300_000,
    maxRunMs: 900_000,
    ...changes,
  }
}

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
