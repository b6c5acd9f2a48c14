// Calls a node as a client would, and notes what was asked and what came back.
import { HoldpointError, type Approval, type Approvals, type ApprovalResult, type Result } from '@holdpoint/core'
import type { CallInput, History } from '../history.ts'
import type { SimNode } from '../world/node.ts'
import type { World } from '../world/world.ts'

export interface Client {
  /** Undefined where no certain answer came. */
  call<T>(
    named: { readonly name: string; readonly approval: string; readonly by: string; readonly input?: CallInput },
    task: (approvals: Approvals) => Promise<ApprovalResult<T> | Result<T>>,
  ): Promise<ApprovalResult<T> | undefined>
}

export function createClient(world: World, history: History, nodes: readonly SimNode[]): Client {
  return {
    async call({ name, approval, by, input = {} }, task) {
      const call: History['calls'][number] = { name, approval, by, input, invokedAt: world.step() }
      history.calls.push(call)
      const reply = await world.random.pick(nodes).call(({ approvals }) => task(approvals))
      if (reply.type === 'failed' && !(reply.error instanceof HoldpointError)) {
        const what = `${name} threw ${String(reply.error)}`
        history.violations.push({ promise: 'I6', approval, step: world.step(), what })
      }
      if (reply.type !== 'answered') return undefined
      call.answeredAt = world.step()
      const { value } = reply
      call.answer = value.ok
        ? { ok: true, approval: approvalIn(value.value) }
        : { ok: false, code: value.code, approval: 'approval' in value ? value.approval : undefined }
      return value
    },
  }
}

function approvalIn(value: unknown): Approval {
  const inner = typeof value === 'object' && value !== null && 'approval' in value ? value.approval : value
  return inner as Approval
}
