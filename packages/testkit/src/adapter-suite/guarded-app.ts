// An app with one guarded route that counts its runs, as most of the guard's cases need it.
import type { GuardedRouteOptions } from '@holdpoint/core/http'
import type { AppCall, AppRoute, Stage } from './adapter-case.ts'
import { exchange, type Answer, type Sent } from './exchange.ts'
import { createWorld, type World, type WorldOptions } from './guarded-world.ts'

export interface GuardedApp extends World {
  readonly port: number
  readonly runs: AppCall[]
  /** POST /deploy by `bot`, unless `sent` says otherwise. */
  call(sent?: Partial<Sent>, port?: number): Promise<Answer>
}

export interface GuardedAppOptions extends WorldOptions {
  readonly route?: GuardedRouteOptions
  readonly method?: string
  /** Answers 201 by default. */
  readonly run?: AppRoute['run']
}

export async function serveGuarded(stage: Stage, options: GuardedAppOptions = {}): Promise<GuardedApp> {
  const { route = {}, method = 'POST', run = async () => ({ status: 201, body: 'deployed' }) } = options
  const world = await createWorld(stage, options)
  const runs: AppCall[] = []
  const counted: AppRoute['run'] = (call, cut) => {
    runs.push(call)
    return run(call, cut)
  }
  const guard = { guard: world.guard, options: route }
  const port = await stage.serve({ routes: [{ method, path: '/deploy', guard, run: counted }] })
  return {
    ...world,
    port,
    runs,
    call: ({ headers, ...sent } = {}, to = port) =>
      exchange(stage, to, {
        method,
        path: '/deploy',
        body: { version: '1.2.3' },
        ...sent,
        headers: { authorization: 'bot', ...headers },
      }),
  }
}
