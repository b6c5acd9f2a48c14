// What a new API key may look like, judged once for the HTTP API and the CLI.
import { ok, refuse, scopes, type Result, type Scope } from '@holdpoint/core'
import type { Powers } from './authorize-admin.ts'

/** The longest life of a key that expires: ten years. */
export const maxKeyLifeMs = 315_360_000_000

export interface KeyDraft extends Powers {
  /** 1…63 of a–z, 0–9 and `-`, not beginning with `-`. Never used twice, even after a revocation. */
  readonly name: string
  /** 1,000…315,360,000,000; absent: it does not expire. */
  readonly expiresInMs?: number
}

const fields = ['name', 'scopes', 'loops', 'expiresInMs']
const isScope = (value: unknown): value is Scope => scopes.some((scope) => scope === value)
const isLoopName = (value: unknown): value is string =>
  typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(value)

/** Refuses with `invalid_request`, naming the field. */
export function parseKeyDraft(input: unknown): Result<KeyDraft> {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return refuse('invalid_request', 'A key is made from an object with name, scopes and loops.')
  const given: Readonly<Record<string, unknown>> = Object.fromEntries(Object.entries(input))
  const unknown = Object.keys(given).find((field) => !fields.includes(field))
  if (unknown !== undefined)
    return refuse('invalid_request', `A key has no such field; it takes ${fields.join(', ')}.`, unknown)

  const name = parseName(given['name'])
  if (!name.ok) return name
  const powers = parsePowers(given)
  if (!powers.ok) return powers
  const life = parseLife(given['expiresInMs'])
  if (!life.ok) return life
  const draft = { name: name.value, ...powers.value }
  return ok(life.value === undefined ? draft : { ...draft, expiresInMs: life.value })
}

/** Refuses with `invalid_request`, naming the field. */
export function parsePowers(given: { readonly scopes?: unknown; readonly loops?: unknown }): Result<Powers> {
  const scopes = parseScopes(given.scopes)
  if (!scopes.ok) return scopes
  const loops = parseLoops(given.loops)
  return loops.ok ? ok({ scopes: scopes.value, loops: loops.value }) : loops
}

export function parseName(value: unknown): Result<string> {
  if (typeof value !== 'string' || !/^[a-z0-9][a-z0-9-]{0,62}$/.test(value))
    return refuse(
      'invalid_request',
      'A name is 1 to 63 of the characters a-z, 0-9 and "-", and does not begin with "-".',
      'name',
    )
  if (value === 'operator')
    return refuse('invalid_request', '"operator" is the gateway’s own name; choose another.', 'name')
  return ok(value)
}

function parseScopes(value: unknown): Result<readonly Scope[]> {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isScope))
    return refuse('invalid_request', `Scopes are a list of at least one of ${scopes.join(', ')}.`, 'scopes')
  return ok([...new Set(value)])
}

function parseLoops(value: unknown): Result<readonly string[]> {
  if (Array.isArray(value) && value.length === 1 && value[0] === '*') return ok(['*'])
  if (!Array.isArray(value) || value.length === 0 || !value.every(isLoopName))
    return refuse('invalid_request', 'Loops are a list of at least one loop’s name, or ["*"] for all.', 'loops')
  return ok([...new Set(value)])
}

function parseLife(value: unknown): Result<number | undefined> {
  if (value === undefined) return ok(value)
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1_000 || value > maxKeyLifeMs)
    return refuse(
      'invalid_request',
      `A key lives from 1 second to 10 years: a whole number of milliseconds from 1000 to ${maxKeyLifeMs}.`,
      'expiresInMs',
    )
  return ok(value)
}

/** The longest that a rotated key's old text may still open: 30 days. */
const maxGraceMs = 2_592_000_000
const defaultGraceMs = 3_600_000

/** `{ graceMs? }`: 0…2,592,000,000, an hour where it isn't said. Refuses with `invalid_request`, naming the field. */
export function parseRotation(input: unknown): Result<{ readonly graceMs: number }> {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return refuse('invalid_request', 'A key is rotated with an object that may have graceMs.')
  const { graceMs = defaultGraceMs, ...others }: { readonly graceMs?: unknown } = input
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) return refuse('invalid_request', 'There is no such field here; it takes graceMs.', unknown)
  if (typeof graceMs !== 'number' || !Number.isInteger(graceMs) || graceMs < 0 || graceMs > maxGraceMs)
    return refuse('invalid_request', `It is a whole number of milliseconds from 0 to ${maxGraceMs}.`, 'graceMs')
  return ok({ graceMs })
}
