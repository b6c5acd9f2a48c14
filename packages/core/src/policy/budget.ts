// What judging one action may cost. All conditions of a policy share it, so that no input, and no number of lines,
// holds the process up; a condition that runs out can't be judged, and what can't be judged asks.

export interface Budget {
  /** Steps that are left, each some 20 ns of work. Below zero it is used up. */
  steps: number
}

export const maxSteps = 1_000_000

export const newBudget = (): Budget => ({ steps: maxSteps })

/** False once the budget is used up. */
export function spend(budget: Budget, steps: number): boolean {
  budget.steps -= steps
  return budget.steps >= 0
}
