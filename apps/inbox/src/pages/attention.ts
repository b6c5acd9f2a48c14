// How attention fares: per reviewer and line of the policy, how much is allowed, how long people look, and how that
// compares with what there was to read. Suggestions go both ways: ask less of what is always allowed, and look harder
// where nobody seems to.
import type { Approval } from '../api/wire.ts'
import { contentLength } from '../text/excerpt.ts'

export type Suggestion = 'ask-less' | 'read-more' | 'deny-by-policy' | 'ask-two'

export interface Habit {
  readonly reviewer: string
  readonly line: string
  readonly decisions: number
  /** 0…1. */
  readonly allowRate: number
  /** From the question to the vote, ms. */
  readonly medianMs: number
  /** Characters of content. */
  readonly medianLength: number
  readonly suggestions: readonly Suggestion[]
}

/** Fewer say nothing about a habit. */
const enough = 10
const nearlyAll = 0.97
const mostlyDenied = 0.7
/** Silent reading of prose: about 25 characters a second at the fast end. */
const charactersPerSecond = 25

interface Case {
  readonly isAllow: boolean
  readonly ms: number
  readonly length: number
}

/** Most decisions first. Only votes of people count, on what the policy asked about. */
export function habitsOf(approvals: readonly Approval[]): readonly Habit[] {
  const cases = new Map<string, { reviewer: string; line: string; of: Case[] }>()
  for (const { votes, policy, createdAt, action } of approvals)
    for (const { reviewer, verdict, at } of votes) {
      const key = JSON.stringify([reviewer, policy.line])
      const habit = cases.get(key) ?? { reviewer, line: policy.line, of: [] }
      cases.set(key, habit)
      habit.of.push({
        isAllow: verdict !== 'deny',
        ms: Math.max(0, Date.parse(at) - Date.parse(createdAt)),
        length: contentLength(action.input),
      })
    }
  return [...cases.values()].map(toHabit).toSorted((a, b) => b.decisions - a.decisions)
}

function toHabit({ reviewer, line, of }: { reviewer: string; line: string; of: readonly Case[] }): Habit {
  const decisions = of.length
  const allowRate = of.filter(({ isAllow }) => isAllow).length / decisions
  const medianMs = median(of.map(({ ms }) => ms))
  const medianLength = median(of.map(({ length }) => length))
  return { reviewer, line, decisions, allowRate, medianMs, medianLength, suggestions: suggest() }

  function suggest(): readonly Suggestion[] {
    if (decisions < enough) return []
    const tooFast = of.filter(({ ms, length }) => ms < (length / charactersPerSecond) * 1000).length / decisions > 0.5
    const suggestions: Suggestion[] = []
    if (allowRate >= nearlyAll && !tooFast) suggestions.push('ask-less')
    if (tooFast) suggestions.push('read-more')
    if (tooFast && allowRate >= nearlyAll) suggestions.push('ask-two')
    if (1 - allowRate >= mostlyDenied) suggestions.push('deny-by-policy')
    return suggestions
  }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low = 0, high = low] = sorted.length % 2 === 1 ? [sorted[middle]] : [sorted[middle - 1], sorted[middle]]
  return (low + high) / 2
}
