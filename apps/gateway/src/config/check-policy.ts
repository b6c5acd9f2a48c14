// Reports what core finds wrong in `policy`, line by line and pattern by pattern.
import { findPolicyProblems } from '@holdpoint/core'
import type { Finding } from './finding.ts'
import { valueAt } from './raw-tree.ts'

export function checkPolicy(tree: unknown): Finding[] {
  const policy = valueAt(tree, ['policy'])
  if (policy === undefined) return []
  return findPolicyProblems(policy).map(({ path, message, fix }) => ({ path: ['policy', ...path], message, fix }))
}
