// What a new reviewer may look like, judged once for the HTTP API and the CLI.
import { ok, refuse, type Result } from '@holdpoint/core'
import type { Powers } from './authorize-admin.ts'
import { parseName, parsePowers } from './key-draft.ts'

export interface ReviewerDraft extends Powers {
  /** 1…63 of a–z, 0–9 and `-`, not beginning with `-`. Never used twice, even after a removal. */
  readonly name: string
}

const fields = ['name', 'scopes', 'loops']

/** Without scopes: `decide`; without loops: all. Refuses with `invalid_request`, naming the field. */
export function parseReviewerDraft(input: unknown): Result<ReviewerDraft> {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return refuse('invalid_request', 'A reviewer is made from an object with name, scopes and loops.')
  const given: Readonly<Record<string, unknown>> = Object.fromEntries(Object.entries(input))
  const unknown = Object.keys(given).find((field) => !fields.includes(field))
  if (unknown !== undefined)
    return refuse('invalid_request', `A reviewer has no such field; it takes ${fields.join(', ')}.`, unknown)
  const name = parseName(given['name'])
  if (!name.ok) return name
  const powers = parsePowers({ scopes: given['scopes'] ?? ['decide'], loops: given['loops'] ?? ['*'] })
  return powers.ok ? ok({ name: name.value, ...powers.value }) : powers
}
