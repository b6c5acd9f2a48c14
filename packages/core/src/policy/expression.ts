// The `if` of a policy line: a condition in CEL, the Common Expression Language. No code is generated from it, it can't
// call out, its size is bounded here and its time by a budget; what can't be judged is undefined and never an exception.
import { Environment, ParseError, TypeError as CelTypeError } from '@marcbachmann/cel-js'
import { showHidden } from '../domain/show-hidden.ts'
import type { Budget } from './budget.ts'
import { compile, type ConditionProblem, type Scope } from './compile-condition.ts'
import type { Term } from './condition-term.ts'
import type { PolicySubject } from './policy-subject.ts'

export const maxConditionChars = 1_000

const environment = new Environment({
  homogeneousAggregateLiterals: false,
  limits: { maxAstNodes: 300, maxDepth: 32, maxListElements: 200, maxMapEntries: 1, maxCallArguments: 3 },
})
  .registerVariable('action', 'dyn')
  .registerVariable('requester', 'string')
  .registerVariable('loopName', 'string')

export interface Condition {
  /** Undefined where it gives neither true nor false: a missing field, a wrong type, too much work. Never throws. */
  readonly judge: (subject: PolicySubject, budget: Budget) => boolean | undefined
}

export type CompiledCondition =
  | { readonly ok: true; readonly value: Condition }
  /** Such as `line 1, column 5: Unexpected token: EOF`. */
  | { readonly ok: false; readonly problem: string }

export function compileCondition(text: string): CompiledCondition {
  if (text.length > maxConditionChars)
    return { ok: false, problem: `it is longer than ${maxConditionChars} characters` }
  const problems: ConditionProblem[] = []
  const term = compileText(text, { problems, size: { nodes: 0 } })
  const [problem] = problems
  if (problem !== undefined) return { ok: false, problem: placed(text, problem) }
  return { ok: true, value: { judge: (subject, budget) => run(term, subject, budget) } }
}

function compileText(text: string, scope: Scope): Term {
  const fail = (position: number, message: string): Term => {
    scope.problems.push({ position, message })
    return () => undefined
  }
  try {
    const parsed = environment.parse(text)
    const term = compile(parsed.ast, scope)
    if (scope.problems.length > 0) return term
    const { valid, type, error } = parsed.check()
    if (!valid) return fail(error?.range?.start ?? 0, error?.summary ?? 'it can’t be read')
    return type === 'bool' || type === 'dyn' ? term : fail(0, `it gives ${type}, not true or false`)
  } catch (error) {
    if (!(error instanceof ParseError || error instanceof CelTypeError)) return fail(0, 'it can’t be read')
    const hint = error.summary.endsWith('identifier: loop') ? ' (a word of CEL’s own); the loop is loopName' : ''
    return fail(error.range?.start ?? 0, error.summary + hint)
  }
}

function placed(text: string, { position, message }: ConditionProblem): string {
  const lines = text.slice(0, position).split('\n')
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}: ${showHidden(message)}`
}

function run(term: Term, subject: PolicySubject, budget: Budget): boolean | undefined {
  try {
    const value = term({ subject, budget, item: undefined })
    return typeof value === 'boolean' ? value : undefined
  } catch {
    // Input nested deeper than the stack holds; parsed input is not.
    return undefined
  }
}
