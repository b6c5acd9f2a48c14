// `/v1/keys` and `/v1/sign-in-links`: how administrators hand out ways in. Nobody can hand out more than they have.
import { mayUseLoop, refuse, type Json, type Principal, type Refusal, type Result } from '@holdpoint/core'
import type { Authenticate, HttpHandler, HttpRequest, HttpResponse } from '@holdpoint/core/http'
import { parseKeyDraft } from './key-draft.ts'
import type { Keys, KeyView } from './keys.ts'
import { hasEveryPower } from './principals.ts'
import { toSignInUrl, type SignInLinks } from './sign-in-links.ts'
import { toWireKey } from './wire-key.ts'

export interface KeysRoutesOptions {
  readonly keys: Keys
  readonly links: SignInLinks
  /** Where people reach the gateway; sign-in links begin with it. */
  readonly publicUrl: string
  readonly authenticate: Authenticate
  readonly respond: {
    problem(refusal: Refusal): HttpResponse
    json(status: number, value: Json): HttpResponse
  }
  readonly readJson: (request: HttpRequest) => Promise<Result<Json>>
}

export function createKeysRoutes(options: KeysRoutesOptions): HttpHandler {
  const { keys, links, publicUrl, authenticate, respond, readJson } = options

  async function list(principal: Principal): Promise<HttpResponse> {
    const visible = (await keys.list()).filter((key) => maySee(principal, key))
    return respond.json(200, { items: visible.map(toWireKey) })
  }

  async function create(principal: Principal, request: HttpRequest): Promise<HttpResponse> {
    const body = await readJson(request)
    if (!body.ok) return respond.problem(body)
    const draft = parseKeyDraft(body.value)
    if (!draft.ok) return respond.problem(draft)
    const { name, scopes, loops } = draft.value
    const foreign = loops.find((loop) => !mayUseLoop(principal, loop))
    if (foreign !== undefined) return respond.problem(refuse('not_found', `There is no loop "${foreign}".`, 'loops'))
    const missing = scopes.find((scope) => !principal.scopes.includes(scope))
    if (missing !== undefined)
      return respond.problem(refuse('forbidden', `You can’t hand out "${missing}" without having it.`, 'scopes'))
    const created = await keys.create(draft.value)
    if (!created.ok) return respond.problem(created)
    return respond.json(201, { ...created.value, name, scopes, loops })
  }

  async function revoke(principal: Principal, id: string): Promise<HttpResponse> {
    const key = await keys.read(id)
    if (key === undefined || !maySee(principal, key)) return respond.problem(noSuchKey)
    const revoked = await keys.revoke(id)
    return revoked.ok ? { status: 204, headers: [] } : respond.problem(revoked)
  }

  async function createLink(principal: Principal): Promise<HttpResponse> {
    if (!hasEveryPower(principal))
      return respond.problem(refuse('forbidden', 'Only the operator can make sign-in links for the operator.'))
    const { code, expiresAt } = await links.create()
    return respond.json(201, { url: toSignInUrl(publicUrl, code), expiresAt: new Date(expiresAt).toISOString() })
  }

  return async (request, context = {}) => {
    const route = matchRoute(request.target)
    if (route === undefined) return undefined
    const principal = await authenticate(request, context)
    if (!principal.ok) return respond.problem(principal)
    if (!principal.value.scopes.includes('admin'))
      return respond.problem(refuse('forbidden', 'This takes a credential with the scope "admin".'))
    if (route.name === 'keys' && request.method === 'GET') return list(principal.value)
    if (route.name === 'keys' && request.method === 'POST') return create(principal.value, request)
    if (route.name === 'key' && request.method === 'DELETE') return revoke(principal.value, route.id)
    if (route.name === 'links' && request.method === 'POST') return createLink(principal.value)
    return respond.problem(refuse('method_not_allowed', `This path does not take ${request.method}.`))
  }
}

type Route = { readonly name: 'keys' | 'links' } | { readonly name: 'key'; readonly id: string }

/** Matches the target as it was sent: nothing is decoded, so there is one spelling of each path. */
function matchRoute(target: string): Route | undefined {
  const [path = ''] = target.split('?')
  if (path === '/v1/keys') return { name: 'keys' }
  if (path === '/v1/sign-in-links') return { name: 'links' }
  const [, id] = /^\/v1\/keys\/([^/]+)$/.exec(path) ?? []
  return id === undefined ? undefined : { name: 'key', id }
}

const noSuchKey = refuse('not_found', 'There is no such key.')

/** A key that reaches into a loop beyond one's own looks like one that doesn't exist. */
const maySee = (principal: Principal, key: KeyView): boolean => key.loops.every((loop) => mayUseLoop(principal, loop))
