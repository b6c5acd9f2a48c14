// What the JSON call to sign in may carry: exactly one way in. Nothing is judged here.
import { ok, refuse, type Json, type Result } from '@holdpoint/core'
import { maxCredentialLength } from './credential.ts'
import type { SignInAttempt } from './sign-in.ts'

const ways = ['token', 'password', 'code']

/** Refuses with `invalid_request`, naming the field and never its value. */
export function parseSignInAttempt(input: Json): Result<SignInAttempt> {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return refuse('invalid_request', 'Sign in with an object that has token, code, or name and password.')
  const given = new Map<string, string>()
  for (const [field, value] of Object.entries(input)) {
    if (field !== 'name' && !ways.includes(field))
      // Not named: what somebody pasted in the wrong place may be a secret.
      return refuse('invalid_request', 'Sign-in takes the fields token, code, name and password, and no others.')
    if (typeof value !== 'string' || value === '' || value.length > maxCredentialLength)
      return refuse('invalid_request', `This is a text of 1 to ${maxCredentialLength} characters.`, field)
    given.set(field, value)
  }
  if (ways.filter((way) => given.has(way)).length !== 1)
    return refuse('invalid_request', 'Sign in with exactly one of token, password and code.', 'password')
  const [token, code, name, password = ''] = [
    given.get('token'),
    given.get('code'),
    given.get('name'),
    given.get('password'),
  ]
  if (name !== undefined && !given.has('password'))
    return refuse('invalid_request', 'A name goes with a password only.', 'name')
  if (token !== undefined) return ok({ token })
  if (code !== undefined) return ok({ code })
  return ok(name === undefined ? { password } : { password, name })
}
