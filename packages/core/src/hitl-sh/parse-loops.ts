// Reads what HITL.sh answers about loops, members and keys, as leniently as about requests.
import { z } from 'zod'
import { eachReadable, inside, readWire, wireId, wireText, type HitlShParsed } from './parse-wire.ts'
import type {
  CreatedHitlShLoop,
  DeletedHitlShLoop,
  HitlShKey,
  HitlShLoop,
  HitlShMember,
  RemovedHitlShMember,
} from './wire-loops.ts'

const loop = z.object({ id: wireId, name: z.string(), description: wireText, icon: wireText })
const member = z.object({ user_id: z.string(), email: wireText, status: wireText, role: wireText })

const loops = z.object({ loops: z.array(loop) })
const oneLoop = z.object({ loop })
const createdLoop = z.object({ loop, invite_code: wireText, join_url: wireText, qr_code_url: wireText })
const deleted = z.object({ loop_id: wireId })
const members = z.object({ members: z.array(z.unknown()) })
const removed = z.object({ loop_id: wireId, user_id: z.string() })
const key = z.object({
  api_key_id: z.string(),
  account_status: z.string(),
  permissions: z.array(z.string()).optional().catch(undefined),
})

/** Each takes the envelope's `data`. */
export const parseHitlShKey = (data: unknown): HitlShParsed<HitlShKey> => readWire(key, data)
export const parseLoopList = (data: unknown): HitlShParsed<readonly HitlShLoop[]> =>
  inside(readWire(loops, data), (value) => value.loops)
export const parseLoop = (data: unknown): HitlShParsed<HitlShLoop> =>
  inside(readWire(oneLoop, data), (value) => value.loop)
export const parseCreatedLoop = (data: unknown): HitlShParsed<CreatedHitlShLoop> =>
  inside(readWire(createdLoop, data), ({ loop: made, ...ways }) => ({ ...made, ...ways }))
export const parseDeletedLoop = (data: unknown): HitlShParsed<DeletedHitlShLoop> => readWire(deleted, data)
export const parseMembers = (data: unknown): HitlShParsed<readonly HitlShMember[]> =>
  inside(readWire(members, data), (value) => eachReadable(member, value.members))
export const parseRemovedMember = (data: unknown): HitlShParsed<RemovedHitlShMember> => readWire(removed, data)
