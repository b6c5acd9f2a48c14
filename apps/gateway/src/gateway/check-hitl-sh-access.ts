// Looks once, after the start, whether HITL.sh takes the key and knows the loops, and says which setting is wrong and what
// to do. Nothing depends on it: an outage there is no fault here.
import type { HitlShClient, HitlShFailure } from '@holdpoint/client-hitl-sh'
import type { Log } from '@holdpoint/core'
import type { LoopConfig } from '../config/gateway-config.ts'

export interface AccessOptions {
  readonly client: HitlShClient
  readonly loops: Readonly<Record<string, LoopConfig>>
  readonly log: Log
  readonly signal: AbortSignal
}

const wanted = ['loops:read', 'requests:read', 'requests:write']

export async function checkHitlShAccess({ client, loops, log, signal }: AccessOptions): Promise<void> {
  const call = { signal, retries: 0, use: 'look' } as const
  const key = await client.testKey(call)
  if (signal.aborted) return
  if (!key.ok) return log.error(whyKey(key), { said: key.message })
  const { account_status, permissions } = key.value
  if (account_status !== 'active')
    log.error('hitlSh.apiKey: its account at HITL.sh is not active; reactivate it there', { account_status })
  const missing = permissions === undefined ? [] : wanted.filter((permission) => !permissions.includes(permission))
  if (missing.length > 0) log.error('hitlSh.apiKey: it lacks permissions; give them to it at HITL.sh', { missing })

  for (const [name, { hitlSh }] of Object.entries(loops)) {
    if (!hitlSh) continue
    const at = name === 'default' ? 'hitlSh.loopId' : `loops.${name}.hitlSh.loopId`
    const members = await client.listMembers(hitlSh.loopId, call)
    if (signal.aborted) return
    if (!members.ok) {
      const why = whyLoop(members)
      if (why !== undefined) log.error(`${at}: ${why}`, { said: members.message })
    } else if (!members.value.some(({ status }) => status === undefined || status === 'active')) {
      log.error(`${at}: nobody has joined this loop at HITL.sh, so it takes no questions; invite a reviewer there`)
    }
  }
}

function whyKey({ status, budget, retryAt }: HitlShFailure): string {
  if (status === 401) return 'hitlSh.apiKey: HITL.sh does not take this key; make a new one there and set it'
  if (status === 403) return 'hitlSh.apiKey: this key may not be used; look at its permissions at HITL.sh'
  if (status === 404) return 'hitlSh.baseUrl: HITL.sh’s API is not at this address; set https://api.hitl.sh/v1'
  if (status === 429 || (budget !== undefined && retryAt !== undefined))
    return 'hitlSh.apiKey: this hour’s calls are used up; does something else use the same key? Give the gateway its own'
  if (status === undefined) return 'hitlSh.baseUrl: HITL.sh can’t be reached there; check the address and the network'
  return 'hitlSh: HITL.sh does not answer as documented; questions are tried again, and the inbox works without it'
}

function whyLoop({ status }: HitlShFailure): string | undefined {
  if (status === 404 || status === 400)
    return 'HITL.sh knows no such loop; copy the id from the loop’s address there (24 hexadecimal digits)'
  if (status === 403) return 'this loop belongs to another account than the key; use one of the key’s own, or its key'
  return undefined
}
