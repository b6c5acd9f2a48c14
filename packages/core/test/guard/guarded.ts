// A guard over one gateway's heart, without a server: what passes it is counted, what it answers is read.
import { createGuard, type GuardOptions } from '../../src/http/index.ts'
import type { GuardedRouteOptions } from '../../src/http/index.ts'
import { ok, refuse } from '../../src/domain/errors.ts'
import type { Approval } from '../../src/domain/approval.ts'
import type { Decision } from '../../src/parse/decision.ts'
import { read, request, limits, type Answered, type Sent } from '../http/served.ts'
import { ann, bot, createWorld, allow, must, principal, type WorldOptions } from '../service/world.ts'

export interface Called extends Answered {
  /** Whether the call was let through; then `approval` and `finish` are the call's. */
  readonly passed: boolean
  readonly approval?: Approval
  readonly finish?: (outcome: 'succeeded' | 'failed' | 'unknown') => Promise<void>
}

export function guarded(
  route: GuardedRouteOptions = {},
  options: WorldOptions & { readonly guard?: Partial<GuardOptions> } = {},
) {
  const world = createWorld(options)
  const guard = createGuard({
    approvals: world.approvals,
    limits,
    maxWaitMs: 20_000,
    log: world.log,
    ids: world.ids,
    async authenticate(request) {
      const who = request.header('authorization')
      if (who === 'bot') return ok(bot)
      return who === undefined ? refuse('unauthenticated', 'Who are you?') : ok(principal(`key:${who}`))
    },
    ...options.guard,
  })
  const judge = guard.route(route, { path: '/deploy', methods: ['POST'] })
  const call = async (method: string, target: string, sent: Sent = {}): Promise<Called> => {
    const headers = { authorization: 'bot', ...sent.headers }
    const verdict = await judge(request(method, target, { ...sent, headers }))
    if (verdict.type === 'answered') return { ...read(verdict.response), passed: false }
    const { approval, finish, headers: own } = verdict.call
    return {
      status: 0,
      headers: Object.fromEntries(own),
      body: undefined,
      passed: true,
      ...(approval && { approval }),
      ...(finish && { finish }),
    }
  }
  const pending = async (): Promise<Approval | undefined> =>
    must(await world.approvals.list(ann, { status: 'pending', limit: 1 })).items[0]
  return {
    ...world,
    guard,
    call,
    pending,
    async decide(how: (approval: Approval) => Decision = allow): Promise<Approval> {
      const held = await pending()
      if (!held) throw new Error('nothing is pending')
      return must(await world.approvals.decide(ann, held.id, how(held)))
    },
  }
}

/** Lets whatever is under way come to rest. */
export const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
