// What the JSON call to set one's password may carry.
import { ok, refuse, type Json, type Result } from '@holdpoint/core'
import type { NewPassword } from './own-password.ts'

/** Refuses with `invalid_request`, naming the field and never its value. */
export function parseNewPassword(input: Json): Result<NewPassword> {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return refuse('invalid_request', 'Set a password with an object that has password, and current where there is one.')
  const given = new Map(Object.entries(input))
  // Not named: what somebody pasted in the wrong place may be a secret.
  if ([...given.keys()].some((field) => field !== 'password' && field !== 'current'))
    return refuse('invalid_request', 'This takes the fields password and current, and no others.')
  const [password, current] = [given.get('password'), given.get('current')]
  if (typeof password !== 'string') return refuse('invalid_request', 'The new password is a text.', 'password')
  if (current === undefined) return ok({ password })
  return typeof current === 'string'
    ? ok({ password, current })
    : refuse('invalid_request', 'The current password is a text.', 'current')
}
