// What a host says of one guarded route, checked when it is said: a mistake here must stop the start, not a request.
import { HoldpointError } from '../domain/errors.ts'

export interface GuardedRouteOptions {
  /** Whether a call asks for approval: by default, unless the route is public. Without it, it only takes a credential. */
  readonly approval?: boolean
  /** No credential is needed. With `approval: true`, the approval's id is the caller's proof, and `maxPending` is a must. */
  readonly public?: boolean
  /** How many calls of a public route may be pending at a time, over all nodes. */
  readonly maxPending?: number
  /** Lets GET, HEAD and OPTIONS ask for approval, though a prefetcher may then page people. */
  readonly safeMethods?: boolean
  /** Headers that decide what the call does, beyond those of its body; each is part of what is approved. */
  readonly headers?: readonly string[]
  /** Fields added to the action's target, such as the plugin whose route it is. */
  readonly target?: Readonly<Record<string, string>>
  /** Takes bodies that aren't text too; a reviewer sees their digest and base64. */
  readonly binary?: boolean
  readonly loop?: string
  /** How long a reviewer has, in ms; the policy's default otherwise. */
  readonly expiresInMs?: number
}

/** How the route is called, for messages: `POST /deploy`. Methods are unknown where middleware takes any. */
export interface RouteName {
  readonly path: string
  readonly methods?: readonly string[]
}

/** They change from the call that asks to the one that repeats it, or are secrets that nobody else is to see. */
const neverChosen: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'proxy-authorization',
  'prefer',
  'holdpoint-approval',
  'content-length',
  'transfer-encoding',
])

const asksNothing: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Throws `invalid_config` that names the route and the fix. */
export function checkGuardedRoute(options: GuardedRouteOptions, route: RouteName): void {
  const { maxPending, headers = [], target = {} } = options
  const wrong = (why: string): never => {
    throw new HoldpointError('invalid_config', `${nameOf(route)}: ${why}`)
  }
  if (options.public === true && asksApproval(options) && maxPending === undefined)
    wrong('a public route asks for approval only with a limit: set maxPending, or drop approval: true.')
  if (maxPending !== undefined && (!Number.isInteger(maxPending) || maxPending < 1))
    wrong(`maxPending must be a whole number from 1, not ${maxPending}.`)
  for (const name of headers) {
    if (!/^[a-z0-9-]{1,57}$/.test(name)) wrong(`headers: "${name}" must be a header's name in lower case.`)
    if (neverChosen.has(name)) wrong(`headers: "${name}" can't be part of what is approved; take it out.`)
  }
  for (const name of Object.keys(target))
    if (['method', 'path', 'query'].includes(name) || name.startsWith('header.'))
      wrong(`target.${name} is set from the request; give your field another name.`)
  for (const method of route.methods ?? []) {
    const why = whyNotAsked(method, options)
    if (why !== undefined) wrong(why)
  }
}

export const asksApproval = (options: GuardedRouteOptions): boolean => options.approval ?? options.public !== true

/** Why a call with this method must not ask for approval; undefined if it may. */
export function whyNotAsked(method: string, options: GuardedRouteOptions): string | undefined {
  return asksApproval(options) && options.safeMethods !== true && asksNothing.has(method)
    ? `a ${method} asks for approval, so a prefetcher could page people; set safeMethods: true, or approval: false.`
    : undefined
}

export const nameOf = ({ methods, path }: RouteName): string =>
  methods === undefined ? path : `${methods.join(', ')} ${path}`
