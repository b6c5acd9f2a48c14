// What a policy is, and how one is made from anything: what isn't a policy is refused, with all that is wrong with it.
import type { z } from 'zod'
import { canonicalJson, sha256Of, type Digest } from '../domain/action.ts'
import { HoldpointError, ok, refuse, type Result } from '../domain/errors.ts'
import { frozenCopy, type Json } from '../domain/json.ts'
import { fieldPath, type FieldPath } from '../parse/field-path.ts'
import { compileLine, type CompiledLine } from './match.ts'
import type { Mode } from './mode.ts'
import type { PolicyLine } from './policy-line.ts'
import { policySchema } from './policy-schema.ts'

/** A policy as it is written. */
export interface PolicyData {
  /** By kind of action; a kind that isn't named is `on-miss`. */
  readonly modes: Readonly<Record<string, Mode>>
  readonly lines: readonly PolicyLine[]
  /** How long a reviewer has, in ms, where neither draft nor line says. */
  readonly expiresInMs: number
  /** How long an approved action stays startable, in ms. */
  readonly grantMs: number
  /** How long a run may take, in ms, before its outcome is unknown. */
  readonly maxRunMs: number
  /** For how long a human denial answers the same request, and after how many in that time nobody is asked. */
  readonly denialMemory?: { readonly windowMs: number; readonly maxDenials?: number }
  /** Kinds whose rules bind the digest of the input too, not only the target. */
  readonly ruleInputKinds: readonly string[]
}

/** Made by `parsePolicy` only, and frozen. */
export interface Policy extends PolicyData {
  readonly compiled: readonly CompiledLine[]
  /** Of the canonical JSON of the data, defaults filled in: the policy's version. */
  readonly hash: Digest
}

export interface PolicyProblem {
  /** Empty for the policy as a whole. */
  readonly path: FieldPath
  /** Such as `is missing.` */
  readonly message: string
  readonly fix: string
}

/**
 * Refuses with `invalid_config`, naming the first field that is wrong, what is wrong and the fix.
 *
 * ```ts
 * import { explain, parsePolicy } from '@holdpoint/core'
 *
 * const policy = parsePolicy({
 *   lines: [
 *     { name: 'own-domain', when: { kind: 'mail.send', target: { to: '*@example.org' } }, then: 'allow' },
 *     { name: 'mail', when: { kind: 'mail.send', target: { '*': '*' } }, then: 'ask', thresholds: { approve: 2 } },
 *   ],
 * })
 * if (!policy.ok) throw new Error(policy.detail)
 * const action = { kind: 'mail.send', target: { to: 'ann@example.com' }, input: { text: 'hi' } }
 * const { answer, line } = explain(policy.value, { loop: 'default', requester: 'key:bot', action })
 * export const why: string = `${answer}, says ${line}`
 * ```
 */
export function parsePolicy(json: unknown): Result<Policy> {
  const parsed = policySchema.safeParse(json)
  if (parsed.success) return ok(toPolicy(parsed.data))
  const [problem] = problemsIn(parsed.error, json)
  if (!problem) return refuse('invalid_config', 'This is not a policy.')
  const field = fieldPath(problem.path)
  const subject = field === '' ? 'The policy' : field
  return refuse('invalid_config', `${subject} ${problem.message} ${problem.fix}`, field === '' ? undefined : field)
}

/** All that is wrong with it; empty if `parsePolicy` takes it. */
export function findPolicyProblems(json: unknown): readonly PolicyProblem[] {
  const parsed = policySchema.safeParse(json)
  return parsed.success ? [] : problemsIn(parsed.error, json)
}

function problemsIn({ issues }: z.ZodError, json: unknown): PolicyProblem[] {
  return issues.flatMap((issue): PolicyProblem[] => {
    const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)))
    if (issue.code === 'unrecognized_keys') {
      const fix = issue.message.charAt(0).toUpperCase() + issue.message.slice(1)
      return issue.keys.map((key) => ({ path: [...path, key], message: 'is not a known field.', fix }))
    }
    if (issue.code === 'invalid_key') {
      const fix = `It must be ${issue.issues[0]?.message ?? 'another name'}.`
      return [{ path, message: 'is not a name that can be used.', fix }]
    }
    const message = isThere(json, path) ? 'is not a value it can take.' : 'is missing.'
    return [{ path, message, fix: `It must be ${issue.message}.` }]
  })
}

function isThere(json: unknown, path: FieldPath): boolean {
  let value: unknown = json
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return false
    value = Reflect.get(value, step)
  }
  return value !== undefined
}

function toPolicy(data: PolicyData): Policy {
  const frozen: PolicyData = frozenCopy(data as PolicyData & Json)
  const hash = sha256Of(canonicalJson({ v: 1, data: frozen as PolicyData & Json }))
  return Object.freeze({ ...frozen, compiled: Object.freeze(frozen.lines.map(compileLine)), hash })
}

function policyOf(json: Json): Policy {
  const parsed = parsePolicy(json)
  if (!parsed.ok) throw new HoldpointError(parsed.code, parsed.detail)
  return parsed.value
}

/** No lines: every kind asks unless a rule allows. */
export const defaultPolicy: Policy = policyOf({})
