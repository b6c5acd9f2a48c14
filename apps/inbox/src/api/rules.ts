// The calls on rules.
import { call } from './call.ts'
import type { Answer, Rule, RulePage } from './wire.ts'

export function listRules(loop: string, cursor: string | undefined): Promise<Answer<RulePage>> {
  const query = new URLSearchParams({ loop, limit: '100', ...(cursor !== undefined && { cursor }) })
  return call<RulePage>(`/v1/rules?${query.toString()}`)
}

export const revokeRule = (id: string): Promise<Answer<Rule>> =>
  call<Rule>(`/v1/rules/${encodeURIComponent(id)}`, { method: 'DELETE' })
