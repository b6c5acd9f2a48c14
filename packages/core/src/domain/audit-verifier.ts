// Reads a chain entry by entry and says what is wrong with it. Needs nothing but the entries, so that a log exported
// years ago is judged like the one in the store.
import type { AuditEntry, AuditHead } from './audit-chain.ts'
import { emptyHead, hashOfEntry, headOf } from './audit-chain.ts'

export interface AuditProblem {
  /** Where it shows; 0 for the chain as a whole. */
  readonly seq: number
  readonly what: string
}

export interface AuditReport {
  readonly head: AuditHead
  readonly entries: number
  /** At most 100; what goes beyond is only counted. */
  readonly problems: readonly AuditProblem[]
  readonly problemCount: number
}

export interface AuditVerifier {
  /** In order, from the first entry on. */
  take(entry: AuditEntry): void
  /** The last change of this approval that is in the chain; 0 for none. */
  lastVersionOf(approval: string): number
  report(): AuditReport
}

export interface AuditVerifierOptions {
  readonly loop: string
  /** Heads exported earlier: the chain must have gone through each of them. */
  readonly heads?: readonly AuditHead[]
}

const maxProblems = 100

export function createAuditVerifier({ loop, heads = [] }: AuditVerifierOptions): AuditVerifier {
  const expected = new Map(heads.map((head) => [head.seq, head]))
  const versions = new Map<string, number>()
  const problems: AuditProblem[] = []
  let problemCount = 0
  let entries = 0
  let head = emptyHead(loop)

  const report = (seq: number, what: string) => {
    problemCount += 1
    if (problems.length < maxProblems) problems.push({ seq, what })
  }

  const checkLink = (entry: AuditEntry) => {
    const { hash, ...content } = entry
    if (entry.loop !== loop) report(entry.seq, `it belongs to the chain ${JSON.stringify(entry.loop)}`)
    if (hashOfEntry(content) !== hash) report(entry.seq, 'it was changed: its hash is not that of its content')
    if (entry.seq !== head.seq + 1) report(entry.seq, `it follows ${head.seq}: entries are missing, moved or put in`)
    else if (entry.prev !== head.hash) report(entry.seq, 'it does not follow from the entry before it')
  }

  /** Each approval counts its own changes, so that one that never reached the chain shows too. */
  const checkVersion = ({ seq, about, version }: AuditEntry) => {
    if (version === undefined) return
    const last = versions.get(about) ?? 0
    if (version !== last + 1) report(seq, `change ${version} of ${about} follows its change ${last}`)
    versions.set(about, Math.max(last, version))
  }

  return {
    take(entry) {
      entries += 1
      checkLink(entry)
      checkVersion(entry)
      const known = expected.get(entry.seq)
      if (known && known.hash !== entry.hash) report(entry.seq, 'it is not the entry that the exported head names')
      head = headOf(entry)
    },
    lastVersionOf: (approval) => versions.get(approval) ?? 0,
    report() {
      const cut = heads.filter(({ seq }) => seq > head.seq)
      const tail = cut.map(({ seq }) => ({
        seq,
        what: `the chain ends at ${head.seq}: what came up to ${seq} was cut`,
      }))
      const all = [...problems, ...tail]
      return { head, entries, problems: all.slice(0, maxProblems), problemCount: problemCount + tail.length }
    },
  }
}
