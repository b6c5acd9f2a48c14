// Sessions of people who signed in on the inbox page: collection `sessions`, under the hash of the cookie's secret.
import { createHmac } from 'node:crypto'
import { canonicalJson, type Principal, type Store } from '@holdpoint/core'
import type { HttpRequest } from '@holdpoint/core/http'
import { z } from 'zod'
import { personPrincipal } from './principals.ts'
import { hashSecret, randomSecret } from './secret.ts'
import { createSessionCookie } from './session-cookie.ts'
import { sweepExpired } from './sweep-expired.ts'

const collection = 'sessions'
const schema = 1
/** From sign-in on, used or not. */
const lifeMs = 12 * 60 * 60 * 1_000

export interface Session {
  readonly principal: Principal
  /** What a form must send back in its field `csrf`. */
  readonly csrf: string
}

export interface Sessions {
  /** `cookie` is the value of `Set-Cookie`. */
  create(principalId: string): Promise<{ readonly cookie: string; readonly csrf: string }>
  /** Undefined unless the request carries a live session. Read from the store each time, so ending one acts at once. */
  read(request: HttpRequest): Promise<Session | undefined>
  /** Whether the request carries a session cookie, live or not. */
  isSent(request: HttpRequest): boolean
  /** Ends the request's session, if it has one. Returns the `Set-Cookie` that clears the cookie. */
  end(request: HttpRequest): Promise<string>
}

const body = z.strictObject({ principalId: z.string(), createdAt: z.number(), expiresAt: z.number() })

export function createSessions(options: { readonly store: Store; readonly publicUrl: string }): Sessions {
  const { store } = options
  const cookie = createSessionCookie(options.publicUrl)

  return {
    async create(principalId) {
      await sweepExpired(store, collection)
      const secret = randomSecret()
      const id = hashSecret(secret)
      const createdAt = await store.now()
      const expiresAt = createdAt + lifeMs
      await store.create({
        collection,
        id,
        rev: 1,
        schema,
        dueAt: expiresAt,
        sortKey: id,
        facets: ['', '', '', ''],
        turn: null,
        body: canonicalJson({ principalId, createdAt, expiresAt }),
        outbox: [],
      })
      return { cookie: cookie.set(secret, lifeMs), csrf: csrfOf(secret) }
    },

    async read(request) {
      const secret = cookie.read(request)
      if (secret === undefined) return undefined
      const record = await store.read(collection, hashSecret(secret))
      if (record === undefined || record.schema !== schema) return undefined
      const session = body.safeParse(JSON.parse(record.body))
      if (!session.success || (await store.now()) >= session.data.expiresAt) return undefined
      const principal = personPrincipal(session.data.principalId)
      return principal === undefined ? undefined : { principal, csrf: csrfOf(secret) }
    },

    isSent: (request) => cookie.isSent(request),

    async end(request) {
      const secret = cookie.read(request)
      const record = secret === undefined ? undefined : await store.read(collection, hashSecret(secret))
      if (record !== undefined) await store.remove(collection, record.id, record.rev)
      return cookie.clear()
    },
  }
}

/** Derived from the cookie's secret: it needs no place in the store and ends with the session. */
const csrfOf = (secret: string): string =>
  createHmac('sha256', secret).update('holdpoint form post').digest('base64url')
