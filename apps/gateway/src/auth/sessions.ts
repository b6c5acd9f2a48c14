// Sessions of people who signed in. The cookie's secret is kept nowhere but in the browser.
import { createHmac } from 'node:crypto'
import { showHidden, type Principal, type Store } from '@holdpoint/core'
import type { HttpRequest } from '@holdpoint/core/http'
import type { Account } from './account.ts'
import type { Accounts } from './accounts.ts'
import { createFreshRecords } from './fresh-records.ts'
import { hashSecret, randomSecret } from './secret.ts'
import { createSessionCookie } from './session-cookie.ts'
import {
  fromSessionRecord,
  sessionCollection,
  toSessionRecord,
  type SignInMethod,
  type StoredSession,
} from './session-record.ts'
import { createSessionList, type SessionList } from './session-list.ts'
import { sweepExpired } from './sweep-expired.ts'

/** From sign-in on, used or not. */
const lifeMs = 12 * 60 * 60 * 1_000
const maxDeviceLength = 200

export interface Session extends Omit<StoredSession, 'principalId' | 'epoch'> {
  readonly principal: Principal
  /** What a form must send back in its field `csrf`, and a script in the header `Holdpoint-Csrf`. */
  readonly csrf: string
}

export interface Sessions extends SessionList {
  /** A new one with a new secret, whatever cookie the request carries. `cookie` is the value of `Set-Cookie`. */
  create(
    account: Account,
    method: SignInMethod,
    request?: HttpRequest,
  ): Promise<{ readonly cookie: string; readonly session: Session }>
  /** Undefined unless the request carries a live session of somebody who may still have one. */
  read(request: HttpRequest): Promise<Session | undefined>
  /** Whether the request carries a session cookie, live or not. */
  isSent(request: HttpRequest): boolean
  /** Ends the request's session, if it has one. Returns the `Set-Cookie` that clears the cookie. */
  end(request: HttpRequest): Promise<string>
}

export interface SessionsOptions {
  readonly store: Store
  readonly publicUrl: string
  readonly accounts: Accounts
  /** This process's monotonic clock in ms, for the cache only. */
  readonly now?: () => number
}

export function createSessions({ store, publicUrl, accounts, now }: SessionsOptions): Sessions {
  const cookie = createSessionCookie(publicUrl)
  const records = createFreshRecords({
    store,
    collection: sessionCollection,
    parse: fromSessionRecord,
    ...(now && { now }),
  })
  const list = createSessionList({ store, forget: records.forget })

  return {
    ...list,

    async create({ principal, epoch }, method, request) {
      await sweepExpired(store, sessionCollection)
      const secret = randomSecret()
      const createdAt = await store.now()
      const device = request && deviceOf(request)
      const stored: StoredSession = {
        id: hashSecret(secret),
        principalId: principal.id,
        epoch,
        method,
        ...(device === undefined ? {} : { device }),
        createdAt,
        expiresAt: createdAt + lifeMs,
      }
      await list.add(toSessionRecord(stored))
      return { cookie: cookie.set(secret, lifeMs), session: toSession(stored, principal, secret) }
    },

    async read(request) {
      const secret = cookie.read(request)
      if (secret === undefined) return undefined
      const stored = await records.live(hashSecret(secret))
      const account = stored && (await accounts.find(stored.principalId))
      if (!stored || account?.epoch !== stored.epoch) return undefined
      return toSession(stored, account.principal, secret)
    },

    isSent: (request) => cookie.isSent(request),

    async end(request) {
      const secret = cookie.read(request)
      if (secret !== undefined) await list.remove(hashSecret(secret))
      return cookie.clear()
    },
  }
}

function toSession(stored: StoredSession, principal: Principal, secret: string): Session {
  const { id, method, device, createdAt, expiresAt } = stored
  return { id, method, device, createdAt, expiresAt, principal, csrf: csrfOf(secret) }
}

/** Derived from the cookie's secret: it needs no place in the store and ends with the session. */
const csrfOf = (secret: string): string =>
  createHmac('sha256', secret).update('holdpoint form post').digest('base64url')

function deviceOf(request: HttpRequest): string | undefined {
  const agent = request.header('user-agent')?.slice(0, maxDeviceLength).trim()
  return agent === undefined || agent === '' ? undefined : showHidden(agent)
}
