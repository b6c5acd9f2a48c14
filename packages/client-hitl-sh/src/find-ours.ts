// Looks for questions that an earlier attempt left at HITL.sh: the API has no idempotency key, so our own marker is it.
import type { Json } from '@holdpoint/core'
import type { HitlShRequest } from '@holdpoint/core/hitl-sh'
import type { HitlShResult } from './call-result.ts'
import type { CallOptions, HitlShClient } from './client.ts'

/** What a request's `context` holds, so that it is known again. */
export type Marker = Readonly<Record<string, string>>

/** Items of a list may come without their context ("a subset" [DOCS-A]); so many of them are read one by one. */
const maxReads = 3

/** The requests in that loop that bear the marker, in the order in which they are listed. */
export async function findOurs(
  client: HitlShClient,
  loopId: string,
  marker: Marker,
  options: CallOptions,
): Promise<HitlShResult<readonly HitlShRequest[]>> {
  const listed = await client.listLoopRequests(loopId, options)
  if (!listed.ok) return listed
  const marked = listed.value.filter((request) => isMarked(request.context, marker))
  if (marked.length > 0) return { ok: true, value: marked }
  const unmarked = listed.value.filter((request) => request.context === undefined && isOpen(request))
  for (const { id } of unmarked.slice(0, maxReads)) {
    const read = await client.getRequest(id, options)
    if (!read.ok) return read
    if (isMarked(read.value.context, marker)) return { ok: true, value: [read.value] }
  }
  return { ok: true, value: [] }
}

export const isOpen = ({ status }: HitlShRequest): boolean => status === 'pending' || status === 'claimed'

function isMarked(context: Json | undefined, marker: Marker): boolean {
  if (typeof context !== 'object' || context === null || Array.isArray(context)) return false
  const fields = new Map(Object.entries(context))
  return Object.entries(marker).every(([name, value]) => fields.get(name) === value)
}
