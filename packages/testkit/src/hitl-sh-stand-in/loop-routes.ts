// Loops and their members, as [DOCS-A] has them.
import { isRecord, type JsonRecord } from './json-record.ts'
import { isObjectId, isOpen, newObjectId, type Ledger, type StandInLoop } from './ledger.ts'
import { bad, good, notAnObject, type Reply } from './reply.ts'

export function withLoop(ledger: Ledger, id: string, then: (loop: StandInLoop) => Reply): Reply {
  if (!isObjectId(id)) return bad(400, 'Invalid loop ID format')
  const loop = ledger.loops.get(id)
  return loop ? then(loop) : bad(404, 'Loop not found')
}

const show = ({ members, ...loop }: StandInLoop) => ({ ...loop, member_count: members.length })

export function listLoops(ledger: Ledger): Reply {
  const loops = [...ledger.loops.values()].map(show)
  return good('Loops retrieved successfully', { loops, count: loops.length })
}

export const showLoop = (loop: StandInLoop): Reply => good('Loop retrieved successfully', { loop: show(loop) })

export function createLoop(ledger: Ledger, body: unknown): Reply {
  if (!isRecord(body)) return notAnObject()
  const { name, icon, description = '' } = body
  const failed = whyInvalid({ name: name ?? '', icon: icon ?? '', description })
  if (failed !== undefined) return bad(400, 'Validation failed', failed)
  // Nobody has joined yet: until somebody does, requests in it are refused.
  const loop: StandInLoop = {
    id: newObjectId(),
    name: textOf(name),
    icon: textOf(icon),
    description: textOf(description),
    members: [],
  }
  ledger.loops.set(loop.id, loop)
  const invite_code = loop.id.slice(0, 8)
  const ways = {
    invite_code,
    join_url: `https://my.hitl.sh/join/${invite_code}`,
    qr_code_url: `https://api.hitl.sh/qr/${invite_code}.png`,
    qr_code_base64: '',
  }
  return good('Loop created successfully with QR code', { loop: show(loop), ...ways }, 201)
}

export function updateLoop(ledger: Ledger, loop: StandInLoop, body: unknown): Reply {
  if (!isRecord(body)) return notAnObject()
  const given = ['name', 'icon', 'description'].filter((field) => body[field] !== undefined)
  if (given.length === 0) return bad(400, 'At least one field must be provided for update')
  const failed = whyInvalid(body)
  if (failed !== undefined) return bad(400, 'Validation failed', failed)
  const changed = { ...loop, ...Object.fromEntries(given.map((field) => [field, textOf(body[field])])) }
  ledger.loops.set(loop.id, changed)
  return good('Loop updated successfully', { loop: show(changed) })
}

export function deleteLoop(ledger: Ledger, loop: StandInLoop): Reply {
  const requests = [...ledger.requests.values()].filter((request) => request.loop_id === loop.id)
  if (requests.some(isOpen)) return bad(400, 'Cannot delete loop with active requests')
  for (const request of requests) ledger.requests.delete(request.id)
  ledger.loops.delete(loop.id)
  const deleted_data = { members_removed: loop.members.length, requests_deleted: requests.length, responses_deleted: 0 }
  const deleted_at = new Date(ledger.now()).toISOString()
  return good('Loop deleted successfully', { loop_id: loop.id, deleted_at, deleted_data })
}

export function showMembers({ members }: StandInLoop): Reply {
  // The first one made the loop.
  const shown = members.map(({ user_id, email }, at) => ({
    user_id,
    email,
    status: 'active',
    role: at === 0 ? 'admin' : 'member',
    joined_at: null,
    last_active: null,
  }))
  const counts = { total_count: shown.length, active_count: shown.length, pending_count: 0 }
  return good('Loop members retrieved successfully', { members: shown, ...counts })
}

export function removeMember(ledger: Ledger, loop: StandInLoop, userId: string): Reply {
  const at = loop.members.findIndex((member) => member.user_id === userId)
  if (at < 0) return bad(404, 'Member not found in this loop')
  if (at === 0) return bad(400, 'Loop creator cannot be removed')
  ledger.loops.set(loop.id, { ...loop, members: loop.members.filter((member) => member.user_id !== userId) })
  const removed_at = new Date(ledger.now()).toISOString()
  return good('Member removed from loop successfully', { loop_id: loop.id, user_id: userId, removed_at })
}

// The check has seen that it is text.
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

function whyInvalid({ name, icon, description }: JsonRecord): string | undefined {
  const isText = (value: unknown, min: number, max: number) =>
    value === undefined || (typeof value === 'string' && value.length >= min && value.length <= max)
  if (!isText(name, 1, 100)) return 'name must be between 1 and 100 characters'
  if (!isText(icon, 1, 100)) return 'icon is required'
  return isText(description, 0, 500) ? undefined : 'description must be at most 500 characters'
}
