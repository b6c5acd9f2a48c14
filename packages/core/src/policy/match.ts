// Whether a line is about an action, and if not, which part of it says so. It judges fields; it knows no answers.
import type { Budget } from './budget.ts'
import { compileCondition, type Condition } from './expression.ts'
import { compileGlob, type Glob } from './glob.ts'
import type { PolicyLine } from './policy-line.ts'
import type { PolicySubject } from './policy-subject.ts'

export interface CompiledLine {
  readonly line: PolicyLine
  readonly kind?: Glob
  readonly requester?: Glob
  readonly loop?: Glob
  readonly target?: { readonly fields: ReadonlyMap<string, Glob>; readonly open: boolean }
  readonly condition?: Condition
}

/** `unjudged`: its condition gave neither true nor false. A miss names the part, and for a target the field. */
export type Match =
  | { readonly is: 'match' }
  | { readonly is: 'unjudged' }
  | { readonly is: 'miss'; readonly part: 'kind' | 'requester' | 'loop' | 'if' }
  | { readonly is: 'miss'; readonly part: 'missing' | 'differs' | 'extra'; readonly field: string }

/** The field name that lets a pattern take further fields, whatever they hold. */
export const anyField = '*'

/** `line` must be one whose patterns and condition have been checked. */
export function compileLine(line: PolicyLine): CompiledLine {
  const { kind, requester, loop, target, if: text } = line.when ?? {}
  const condition = text === undefined ? undefined : compileCondition(text)
  return Object.freeze({
    line,
    ...(kind !== undefined && { kind: compileGlob(kind) }),
    ...(requester !== undefined && { requester: compileGlob(requester) }),
    ...(loop !== undefined && { loop: compileGlob(loop) }),
    ...(target && { target: compileTarget(target) }),
    ...(condition && { condition: condition.ok ? condition.value : { judge: () => undefined } }),
  })
}

function compileTarget(target: Readonly<Record<string, string>>): NonNullable<CompiledLine['target']> {
  const named = Object.entries(target).filter(([field]) => field !== anyField)
  const fields = new Map(named.map(([field, pattern]) => [field, compileGlob(pattern)] as const))
  return { fields, open: Object.hasOwn(target, anyField) }
}

/** Cheap parts first; the condition is judged only when all else matches. */
export function matchLine(compiled: CompiledLine, subject: PolicySubject, budget: Budget): Match {
  const { kind, requester, loop, condition } = compiled
  if (kind && !kind.matches(subject.action.kind)) return { is: 'miss', part: 'kind' }
  if (loop && !loop.matches(subject.loop)) return { is: 'miss', part: 'loop' }
  if (requester && !requester.matches(subject.requester)) return { is: 'miss', part: 'requester' }
  const miss = compiled.target && missOf(compiled.target, subject.action.target)
  if (miss) return miss
  if (!condition) return { is: 'match' }
  const judged = condition.judge(subject, budget)
  if (judged === undefined) return { is: 'unjudged' }
  return judged ? { is: 'match' } : { is: 'miss', part: 'if' }
}

function missOf(
  { fields, open }: NonNullable<CompiledLine['target']>,
  target: Readonly<Record<string, string>>,
): Match | undefined {
  for (const [field, glob] of fields) {
    const value = Object.hasOwn(target, field) ? target[field] : undefined
    if (value === undefined) return { is: 'miss', part: 'missing', field }
    if (!glob.matches(value)) return { is: 'miss', part: 'differs', field }
  }
  if (open) return undefined
  const extra = Object.keys(target).find((field) => !fields.has(field))
  return extra === undefined ? undefined : { is: 'miss', part: 'extra', field: extra }
}
