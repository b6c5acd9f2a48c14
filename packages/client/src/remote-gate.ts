// `gate.run` against a gateway over the network: the same gate, with its approvals kept elsewhere. What runs is checked
// here as well as there: the digest of what was asked, of what was approved and of what was started.
import {
  createGateOver,
  digestOf,
  frozenCopy,
  ok,
  parseDraft,
  type ApprovalDraft,
  type ApprovalView,
  type DeskResult,
  type Gate,
  type GateDesk,
  type Json,
} from '@holdpoint/core'
import type { HoldpointClient } from './client.ts'
import { notSent } from './client-result.ts'

export interface RemoteGateOptions {
  readonly client: HoldpointClient
  readonly loop?: string
  /**
   * How long the outcome of a run is sent again when the gateway can't be reached, in ms; 60,000 by default. After that
   * the gateway records `unknown` in its own time.
   */
  readonly finishForMs?: number
}

/** How much longer than its approval may live a wait goes on asking a gateway that can't be reached. */
const graceMs = 60_000

/** Never runs a function unless this gateway has started exactly its action, for this very call. */
export function createRemoteGate({ client, loop, finishForMs = 60_000 }: RemoteGateOptions): Gate {
  return createGateOver(createRemoteDesk(client, finishForMs), loop)
}

function createRemoteDesk(client: HoldpointClient, finishForMs: number): GateDesk {
  // What was asked, from the request to the start or the end of the wait.
  const asked = new Map<string, ApprovalView>()

  return {
    async request(unparsed) {
      const parsed = parseDraft(unparsed)
      if (!parsed.ok) return parsed
      // Copied before the first await: what the caller does to its own object from now on changes nothing.
      const draft: ApprovalDraft = frozenCopy(parsed.value as ApprovalDraft & Json)
      const made = await client.request(draft)
      if (!made.ok) return made
      const { approval } = made.value
      if (approval.requestDigest !== digestOf(approval.loop, approval.requester, draft.action)) {
        await client.cancel(approval.id, { retryForMs: 0 })
        return mismatch('What the gateway holds is not what was asked.', approval)
      }
      asked.set(approval.id, approval)
      return made
    },

    async wait(id, { signal }) {
      const approval = asked.get(id)
      if (!approval) return notSent('not_found', 'This approval was not asked for here.')
      if (approval.status !== 'pending' && !signal?.aborted) return ok(approval)
      const timeoutMs = Math.max(0, approval.expiresAt - approval.createdAt) + graceMs
      const waited = await client.wait(id, { timeoutMs, ...(signal && { signal }) })
      const end = signal?.aborted && !waited.ok ? ok(approval) : waited
      if (!end.ok || end.value.status !== 'approved') asked.delete(id)
      return end
    },

    async start(id, digest) {
      const request = asked.get(id)
      asked.delete(id)
      const started = await client.start(id, digest)
      if (!started.ok) return started
      const { approval, action, ticket } = started.value
      const runs = digestOf(approval.loop, approval.requester, action)
      const known = digest === request?.requestDigest || approval.edits.some((edit) => edit.to === digest)
      if (runs === digest && approval.digest === digest && known)
        return ok({ approval: { ...approval, action: frozenCopy(action as typeof action & Json) }, ticket })
      await client.finish(id, { ticket, outcome: 'failed', detail: 'digest_mismatch' })
      return mismatch('What was started is not what was approved; it did not run.', approval)
    },

    finish: (id, finish) => client.finish(id, finish, { retryForMs: finishForMs }),
    cancel: (id) => client.cancel(id),
  }
}

const mismatch = (detail: string, approval: ApprovalView): DeskResult<never> => ({
  ...notSent('digest_mismatch', detail),
  approval,
})
