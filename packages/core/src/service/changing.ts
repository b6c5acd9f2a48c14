// One change of one approval, on behalf of one principal, who is authorized anew in every attempt.
import type { Approval } from '../domain/approval.ts'
import type { CommandDraft } from '../domain/command.ts'
import { ok, refuse, type Result } from '../domain/errors.ts'
import { authorize, type Operation, type Principal } from '../domain/principal.ts'
import type { Ids } from '../ports.ts'
import { commitChange, type ApprovalResult, type CommitContext } from './commit.ts'

export interface PrincipalChange {
  readonly principal: Principal
  readonly id: string
  readonly operation: Operation
  /** The command, or how to make it from what is stored. */
  readonly command: CommandDraft | ((approval: Approval) => CommandDraft)
  /** Only if the approval is at this version (`precondition_failed`). */
  readonly version?: number | undefined
}

export async function changeApproval(
  context: CommitContext & { readonly ids: Ids },
  { principal, id, operation, command, version }: PrincipalChange,
): Promise<ApprovalResult> {
  const key = context.ids.random()
  const guard = (approval: Approval): Result<true> => {
    const allowed = authorize(principal, operation, approval)
    if (!allowed.ok || version === undefined || approval.version === version) return allowed
    // After a write whose outcome was unknown, the other version may be this very change.
    if (approval.applied.some((applied) => applied.key === key)) return allowed
    return refuse('precondition_failed', `The approval is at version ${approval.version}, not ${version}.`, 'If-Match')
  }
  const result = await commitChange(context, { id, key, actor: principal.id, via: principal.via, command, guard })
  return result.ok ? ok(result.value.approval) : result
}
