// Looks at HITL.sh itself for answers whose callbacks didn't come: one list for all open questions of a loop, seldom, and
// only while a question has been open for a while. What it finds is a hint like any callback.
import { setTimeout as pause } from 'node:timers/promises'
import type { Answer, Log, OpenAsk } from '@holdpoint/core'
import { answerFromRequest, type HitlShRequest } from '@holdpoint/core/hitl-sh'
import { hitlShChannelName } from './channel-options.ts'
import type { CallOptions, HitlShClient } from './client.ts'

export interface HitlShPollerOptions {
  readonly client: HitlShClient
  /** Questions at HITL.sh of approvals that are pending; `listOpenAsks` of core reads them from the store. */
  readonly openAsks: () => Promise<readonly OpenAsk[]>
  /** Hands what was found on, to be confirmed. */
  readonly hear: (approvalId: string, answer: Answer) => Promise<unknown>
  readonly log: Log
  /** How often to look, in ms; default 120,000. Up to a fifth is added at random, so that gateways don't look at once. */
  readonly intervalMs?: number
  /** How long a question is left to its callback, in ms; default 60,000. */
  readonly patienceMs?: number
  /** Epoch ms; `Date.now` by default. */
  readonly now?: () => number
}

export interface HitlShPoller {
  start(): void
  stop(): Promise<void>
  /** Looks once, now. */
  look(signal?: AbortSignal): Promise<void>
}

/** What was found and refuted so often makes no sense, and would cost calls for ever. */
const maxTold = 3
/** Lists may leave some out; so many questions are read one by one in one look. */
const maxReads = 3

export function createHitlShPoller(options: HitlShPollerOptions): HitlShPoller {
  const { client, openAsks, hear, log, intervalMs = 120_000, patienceMs = 60_000, now = Date.now } = options
  const stopping = new AbortController()
  let running: Promise<void> | undefined
  /** How often each answer was handed on, while its question is open. */
  let told = new Map<string, number>()

  async function look(signal = stopping.signal): Promise<void> {
    const call: CallOptions = { signal, retries: 0, use: 'look' }
    const asks = await openAsks()
    const open = new Set(asks.map(({ remoteId }) => remoteId))
    told = new Map([...told].filter(([remoteId]) => open.has(remoteId)))
    const late = asks
      .filter((ask) => ask.channel === hitlShChannelName && now() - ask.askedAt >= patienceMs)
      .filter(({ remoteId }) => (told.get(remoteId) ?? 0) < maxTold)
    const loops = new Set(late.flatMap(({ remoteLoop }) => remoteLoop ?? []))
    const seen = new Map<string, HitlShRequest>()
    for (const loopId of loops) {
      const listed = await client.listLoopRequests(loopId, call)
      if (!listed.ok) log.debug('HITL.sh was not looked at', { reason: listed.message })
      if (listed.ok) for (const request of listed.value) seen.set(request.id, request)
    }
    for (const ask of late.filter(({ remoteId }) => !seen.has(remoteId)).slice(0, maxReads)) {
      const read = await client.getRequest(ask.remoteId, call)
      if (read.ok) seen.set(ask.remoteId, read.value)
    }
    for (const ask of late) {
      const request = seen.get(ask.remoteId)
      if (request?.status !== 'completed' || signal.aborted) continue
      log.warn(
        'an answer at HITL.sh was found by looking: its callback did not come; can server.publicUrl be reached?',
        {
          approval: ask.approval,
          remoteId: ask.remoteId,
        },
      )
      told.set(ask.remoteId, (told.get(ask.remoteId) ?? 0) + 1)
      await hear(ask.approval, hintOf(ask, request))
    }
  }

  async function run(): Promise<void> {
    const { signal } = stopping
    while (await pause(intervalMs * (1 + Math.random() / 5), true, { signal }).catch(() => false)) {
      try {
        await look()
      } catch (error) {
        log.warn('looking at HITL.sh failed', { error: String(error) })
      }
    }
  }

  return {
    start: () => void (running ??= run()),
    async stop() {
      stopping.abort()
      await running
    },
    look,
  }
}

/** A list's items are a subset [DOCS-A], so it may not say what was chosen; reading it back does. */
function hintOf({ remoteId, remoteLoop, verdicts }: OpenAsk, request: HitlShRequest): Answer {
  const judged = answerFromRequest(request, verdicts)
  const about = { remoteId, ...(remoteLoop !== undefined && { remoteLoop }) }
  return judged.is === 'answered' ? { ...judged.answer, ...about } : { event: 'completed', ...about }
}
