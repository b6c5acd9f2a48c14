// Tells that the wall clock was set while nobody could see it: by the machine's own time since its start, or by the
// last time this store judged by.
import type { Header } from './entry.ts'

// Below these the two clocks have merely been read at different instants, or been slewed.
const stepMs = 2_000
const behindLeastMs = 1_000

/** `behindMs`: how far the store's clock would be behind what it judged by last. */
export function clockWarnings(before: Header | undefined, header: Header, behindMs: number): readonly string[] {
  const sameRun = before !== undefined && before.owner.boot !== '' && before.owner.boot === header.owner.boot
  const aheadMs = sameRun ? header.wallAt - before.wallAt - (header.uptimeMs - before.uptimeMs) : 0
  const found: string[] = []
  if (Math.abs(aheadMs) > stepMs)
    found.push(
      `the wall clock was set ${aheadMs > 0 ? 'forward' : 'back'} by ${Math.abs(aheadMs)} ms since the store was last opened; expiries are judged by ${aheadMs > 0 ? 'it as it is now' : 'the later time'}.`,
    )
  if (behindMs > behindLeastMs)
    found.push(`the wall clock is ${behindMs} ms behind the last time this store judged by; it goes on from there.`)
  return found
}
