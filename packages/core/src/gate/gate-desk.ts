// What a gate needs of approvals, on behalf of one requester, wherever they are kept.
import type { Digest } from '../domain/action.ts'
import type { ApprovalView } from '../domain/approval-view.ts'
import type { Refusal, Result } from '../domain/errors.ts'
import type { ApprovalDraft, FinishCall } from '../service/approvals.ts'

/** A refusal, with the approval it is about where there is one to show. */
export interface DeskRefusal extends Refusal {
  readonly approval?: ApprovalView
}

export type DeskResult<T = ApprovalView> = Result<T, DeskRefusal>

/** A rejection counts as a refusal: nothing runs. */
export interface GateDesk {
  request(draft: ApprovalDraft): Promise<DeskResult<{ readonly approval: ApprovalView }>>
  /** Until it is decided or has ended; sooner when `signal` aborts, or where nobody can wait any longer. */
  wait(id: string, options: { readonly signal?: AbortSignal }): Promise<DeskResult>
  /** The action in `approval` is the one that runs. */
  start(id: string, digest: Digest): Promise<DeskResult<{ readonly approval: ApprovalView; readonly ticket: string }>>
  finish(id: string, finish: FinishCall): Promise<DeskResult>
  cancel(id: string): Promise<DeskResult>
}
