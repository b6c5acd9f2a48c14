// Judges what is left after a fault: every acknowledged write of `writeAcknowledged` is there, and every record whole.
import type { Store } from '@holdpoint/core/store'
import { anything, listAll } from '../store-suite/sample.ts'
import { numberedRecord } from './write-acknowledged.ts'

/** By id, the highest acknowledged revision. */
export type Acknowledged = Map<string, number>

/** Notes the lines `<id> <rev>`; one without its newline was cut by a kill and says nothing. */
export function noteAcknowledged(acknowledged: Acknowledged, output: string): void {
  for (const line of output.split('\n').slice(0, -1)) {
    const [id = '', rev] = line.split(' ')
    acknowledged.set(id, Math.max(Number(rev), acknowledged.get(id) ?? 0))
  }
}

/** A sentence for each; none is good. */
export async function findLosses(store: Store, acknowledged: Acknowledged): Promise<readonly string[]> {
  const query = { facets: anything, limit: 100, direction: 'ascending', now: 0 } as const
  const found = new Map((await listAll(store, 'approvals', query)).map((record) => [record.id, record]))
  const losses: string[] = []
  for (const [id, rev] of acknowledged) {
    const kept = found.get(id)?.rev ?? 0
    if (kept < rev) losses.push(`${id} was acknowledged at rev ${rev} and is at ${kept}`)
  }
  for (const record of found.values()) {
    const whole = numberedRecord(record.id, record.rev, record.facets[3])
    if (JSON.stringify(record) !== JSON.stringify(whole)) losses.push(`${record.id} is torn: ${JSON.stringify(record)}`)
  }
  return losses
}
