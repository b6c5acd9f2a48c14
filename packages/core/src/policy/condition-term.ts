// A compiled condition, piece by piece: each is a function over one run that gives a value, or undefined where it can't.
import { spend, type Budget } from './budget.ts'
import { isList, type Value } from './condition-values.ts'
import type { PolicySubject } from './policy-subject.ts'

/** What a run of a condition knows. */
export interface ConditionRun {
  readonly subject: PolicySubject
  readonly budget: Budget
  /** The element that the loop is at. */
  item: Value
}

export type Term = (run: ConditionRun) => Value

/** True decides `||` and false `&&`, whatever the other side is; else both sides must be judged. */
export function either(left: Term, right: Term, decisive: boolean): Term {
  return (run) => {
    const first = left(run)
    if (first === decisive) return decisive
    const second = right(run)
    if (second === decisive) return decisive
    return first === !decisive && second === !decisive ? !decisive : undefined
  }
}

/** For each element: `all` ends at a false one and `exists` at a true one, whatever the others are. */
export const loops: ReadonlyMap<string, (list: Term, test: Term, cost: number) => Term> = new Map([
  ['all', (list, test, cost) => quantifier(list, test, cost, false)],
  ['exists', (list, test, cost) => quantifier(list, test, cost, true)],
  [
    'exists_one',
    (list, test, cost) => (run) => {
      let found = 0
      let unjudged = false
      const ended = eachElement(run, list(run), cost, () => {
        const value = test(run)
        if (value === true) found++
        else if (value !== false) unjudged = true
        return unjudged
      })
      return ended === 'all' ? found === 1 : undefined
    },
  ],
])

function quantifier(list: Term, test: Term, cost: number, decisive: boolean): Term {
  return (run) => {
    let unjudged = false
    const ended = eachElement(run, list(run), cost, () => {
      const value = test(run)
      if (typeof value !== 'boolean') unjudged = true
      return value === decisive
    })
    if (ended === 'stopped') return decisive
    return ended === 'all' && !unjudged ? !decisive : undefined
  }
}

/** `cost` is what one element costs at least. Undefined where there is no list, or the budget ends. */
function eachElement(
  run: ConditionRun,
  list: Value,
  cost: number,
  visit: () => boolean,
): 'all' | 'stopped' | undefined {
  if (!isList(list)) return undefined
  for (const element of list) {
    if (!spend(run.budget, cost)) return undefined
    run.item = element
    if (visit()) return 'stopped'
  }
  return 'all'
}
