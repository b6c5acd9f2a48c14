// What a policy says that can hardly be meant: kinds and loops that are misspelt, lines that are never reached.
import type { Policy } from '@holdpoint/core'
import { didYouMean } from './did-you-mean.ts'
import { keyName } from './finding.ts'

const builtInKinds = ['outbound.message', 'http.route', 'tool.call']

export function policyWarnings({ modes, lines }: Policy, loops: readonly string[]): string[] {
  const warnings = Object.keys(modes).flatMap((kind) => kindWarning(keyName(['policy', 'modes', kind]), kind))
  const everything = lines.findIndex(({ when }) => when === undefined)
  for (const [i, { when }] of lines.entries()) {
    const at = `policy.lines[${i}]`
    if (everything >= 0 && i > everything)
      warnings.push(`${at} is never reached: policy.lines[${everything}] is about every action`)
    if (when?.kind !== undefined && isExact(when.kind)) warnings.push(...kindWarning(`${at}.when.kind`, when.kind))
    if (when?.loop !== undefined && isExact(when.loop) && !loops.includes(when.loop))
      warnings.push(`${at}.when.loop names a loop that is not there; loops are ${loops.join(', ')}`)
  }
  return warnings
}

const isExact = (pattern: string): boolean => !/[*\\]/.test(pattern)

function kindWarning(key: string, kind: string): string[] {
  const near = builtInKinds.includes(kind) ? undefined : didYouMean(kind, builtInKinds)
  return near === undefined ? [] : [`${key} is a kind of your own; did you mean '${near}'?`]
}
