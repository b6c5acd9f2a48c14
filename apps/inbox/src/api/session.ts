// Who is signed in, and signing in and out.
import { createCell } from '../state/cell.ts'
import { call, csrfToken } from './call.ts'
import type { Answer } from './wire.ts'

export interface Session {
  readonly principal: string
  readonly scopes: readonly string[]
  readonly loops: readonly string[]
  /** Absent where somebody came in without a session. */
  readonly csrf?: string
}

export interface SignedInPlace {
  readonly id: string
  readonly method: string
  readonly device?: string
  readonly createdAt: string
  readonly expiresAt: string
  readonly current: boolean
}

export type SignInBody =
  | { readonly code: string }
  | { readonly token: string }
  | { readonly password: string; readonly name?: string }

/** Undefined until it is known, null where nobody is signed in. */
export const session = createCell<Session | null | undefined>(undefined)

function take(answer: Answer<Session>): Answer<Session> {
  if (answer.ok) {
    csrfToken.set(answer.value.csrf)
    session.set(answer.value)
  } else if (answer.problem.status === 401) session.set(null)
  return answer
}

export const readSession = async (): Promise<Answer<Session>> => take(await call<Session>('/v1/session'))

export async function signIn(body: SignInBody): Promise<Answer<Session>> {
  const answer = await call<Session>('/v1/session', { method: 'POST', body })
  return answer.ok ? take(answer) : answer
}

export async function signOut(): Promise<Answer<undefined>> {
  const answer = await call<undefined>('/v1/session', { method: 'DELETE' })
  if (answer.ok) session.set(null)
  return answer
}

/** What the gateway's own credential is: a token or a password. */
export const signInWays = (): Promise<Answer<{ readonly gateway: 'token' | 'password' }>> => call('/v1/sign-in')

export const listSessions = (): Promise<Answer<{ readonly items: readonly SignedInPlace[] }>> => call('/v1/sessions')
export const endSession = (id: string): Promise<Answer<undefined>> =>
  call(`/v1/sessions/${encodeURIComponent(id)}`, { method: 'DELETE' })
export const endOtherSessions = (): Promise<Answer<undefined>> => call('/v1/sessions', { method: 'DELETE' })
