// Why a policy answers as it does: the line or mode that answered, and for each line before it what kept it from
// matching, in words. Nobody is asked, nothing is stored.
import { showHidden } from '../domain/show-hidden.ts'
import { judgeBy, type Judgement } from './judge.ts'
import { anyField, type CompiledLine, type Match } from './match.ts'
import type { PolicySubject } from './policy-subject.ts'
import type { Policy } from './policy.ts'

export interface ExplainedLine {
  readonly line: string
  readonly matched: boolean
  readonly why: string
}

export interface Explanation extends Judgement {
  /** The lines that were looked at, in order; the last one answered, unless a mode did. */
  readonly trace: readonly ExplainedLine[]
}

export function explain(policy: Policy, subject: PolicySubject): Explanation {
  const trace: ExplainedLine[] = []
  const judgement = judgeBy(policy, subject, (compiled, match) => {
    const why = wordsFor(compiled, match, subject)
    trace.push(Object.freeze({ line: compiled.line.name, matched: match.is === 'match', why }))
  })
  return Object.freeze({ ...judgement, trace: Object.freeze(trace) })
}

function wordsFor({ line }: CompiledLine, match: Match, { loop, requester, action }: PolicySubject): string {
  if (match.is === 'match') return line.when === undefined ? 'it is about every action' : 'all of it matches'
  if (match.is === 'unjudged') return 'its condition gives neither true nor false, so it is asked'
  const when = line.when ?? {}
  switch (match.part) {
    case 'kind':
      return differs('kind', action.kind, when.kind)
    case 'loop':
      return differs('loop', loop, when.loop)
    case 'requester':
      return differs('requester', requester, when.requester)
    case 'if':
      return 'its condition is false'
    case 'missing':
      return `target.${match.field} is not there`
    case 'differs':
      return differs(`target.${match.field}`, action.target[match.field] ?? '', when.target?.[match.field])
    case 'extra':
      return `target.${shown(match.field)} is there, and the line doesn’t name it (${quoted(anyField)}: ${quoted(anyField)} would let it pass)`
  }
}

const differs = (field: string, value: string, pattern = ''): string =>
  `${field} is ${quoted(value)}, not ${quoted(pattern)}`

const quoted = (text: string): string => `"${shown(text)}"`

const maxShown = 80

function shown(text: string): string {
  return text.length <= maxShown ? showHidden(text) : `${showHidden(text.slice(0, maxShown))}…`
}
