// Reports what core finds wrong in `policy`, line by line and pattern by pattern.
import { findPolicyProblems } from '@holdpoint/core'
import type { Finding } from './finding.ts'
import { valueAt } from './raw-tree.ts'

/** `policy`, and `shadow`: one that is only tried out. */
export function checkPolicy(tree: unknown): Finding[] {
  return ['policy', 'shadow'].flatMap((key) => {
    const policy = valueAt(tree, [key])
    if (policy === undefined) return []
    return findPolicyProblems(policy).map(({ path, message, fix }) => ({ path: [key, ...path], message, fix }))
  })
}
