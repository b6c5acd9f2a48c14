// Looks for a question that an earlier attempt left at HITL.sh: the API has no idempotency key, so our own marker is it.
import type { Approval, Json } from '@holdpoint/core'
import type { HitlShResult } from './call-result.ts'
import type { HitlShClient } from './client.ts'

/** Items of a list may come without their context ("a subset" [DOCS-A]); so many of them are read one by one. */
const maxReads = 3

/** The id of the request in that loop that asks about this approval and digest, or undefined if there is none. */
export async function findOurs(
  client: HitlShClient,
  loopId: string,
  approval: Approval,
  signal: AbortSignal,
): Promise<HitlShResult<string | undefined>> {
  const listed = await client.listLoopRequests(loopId, { signal })
  if (!listed.ok) return listed
  const marked = listed.value.find((request) => isMarked(request.context, approval))
  if (marked !== undefined) return { ok: true, value: marked.id }
  const unmarked = listed.value.filter(
    (request) => request.context === undefined && (request.status === 'pending' || request.status === 'claimed'),
  )
  for (const { id } of unmarked.slice(0, maxReads)) {
    const read = await client.getRequest(id, { signal })
    if (!read.ok) return read
    if (isMarked(read.value.context, approval)) return { ok: true, value: id }
  }
  return { ok: true, value: undefined }
}

function isMarked(context: Json | undefined, { id, digest }: Approval): boolean {
  return (
    typeof context === 'object' &&
    context !== null &&
    'holdpoint' in context &&
    'digest' in context &&
    context.holdpoint === id &&
    context.digest === digest
  )
}
