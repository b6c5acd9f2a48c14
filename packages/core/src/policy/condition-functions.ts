// The functions that conditions may call. None takes a regular expression: those can be made to run forever.
import { spend, type Budget } from './budget.ts'
import { sizeOf, type Value } from './condition-values.ts'

export interface ConditionFunction {
  /** With the value it is called on. */
  readonly arity: 1 | 2
  /** Also written `f(x)`, not only `x.f()`. */
  readonly plain: boolean
  readonly call: (on: Value, argument: Value, budget: Budget) => Value
}

export const conditionFunctions: ReadonlyMap<string, ConditionFunction> = new Map<string, ConditionFunction>([
  ['size', { arity: 1, plain: true, call: (on, _, budget) => sizeOf(on, budget) }],
  ['startsWith', textTest((text, part) => text.startsWith(part))],
  ['endsWith', textTest((text, part) => text.endsWith(part))],
  ['contains', textTest(includes)],
  ['lowerAscii', textChange((text) => text.replace(/[A-Z]+/g, (run) => run.toLowerCase()))],
  ['upperAscii', textChange((text) => text.replace(/[a-z]+/g, (run) => run.toUpperCase()))],
])

function textTest(test: (text: string, part: string, budget: Budget) => boolean | undefined): ConditionFunction {
  return {
    arity: 2,
    plain: false,
    call: (text, part, budget) =>
      typeof text === 'string' && typeof part === 'string' && spend(budget, part.length / 16)
        ? test(text, part, budget)
        : undefined,
  }
}

function textChange(change: (text: string) => string): ConditionFunction {
  return {
    arity: 1,
    plain: false,
    call: (text, _, budget) => (typeof text === 'string' && spend(budget, 4 * text.length) ? change(text) : undefined),
  }
}

/** The platform's search compares every place with every character on text made for that, so that is what it costs. */
function includes(text: string, part: string, budget: Budget): boolean | undefined {
  const places = text.length - part.length + 1
  if (places <= 0) return false
  return spend(budget, places * (0.4 + part.length / 256)) ? text.includes(part) : undefined
}
