// Carries out rows against a site, and tells what went otherwise than it must.
import type { Answer } from '../adapter-suite/exchange.ts'
import { codeOf, parseAnswer } from '../adapter-suite/exchange.ts'
import { dialRaw } from '../adapter-suite/raw-client.ts'
import { findLeaks } from './find-leaks.ts'
import type { HostileRow } from './hostile-row.ts'
import type { HostileSite } from './hostile-site.ts'
import type { LoopProbe } from './loop-probe.ts'
import { requestFor, type Held } from './ways-in.ts'

/** No answer takes this long, in ms; a request that nobody answers must not hang the suite. */
const patienceMs = 20_000

export async function send(port: number, bytes: string | Uint8Array): Promise<Answer> {
  return parseAnswer(await sendRaw(port, bytes))
}

/** Everything that was answered until the connection ended. */
export async function sendRaw(port: number, bytes: string | Uint8Array): Promise<string> {
  const client = await dialRaw(port)
  const impatient = setTimeout(() => client.socket.destroy(), patienceMs)
  try {
    client.send(bytes)
    return await client.closed()
  } finally {
    clearTimeout(impatient)
    client.socket.destroy()
  }
}

export interface Attacked {
  /** What was wrong, a line each. */
  readonly wrong: readonly string[]
  readonly slowest: { readonly id: string; readonly blockedMs: number }
}

export async function attack(
  site: HostileSite,
  rows: readonly HostileRow[],
  held: Held,
  probe: LoopProbe,
): Promise<Attacked> {
  const wrong: string[] = []
  let slowest = { id: 'none', blockedMs: 0 }
  for (const row of rows) {
    const bytes = requestFor(row.via, row.input, site, held)
    let blockedMs = Infinity
    // A long block counts if it comes three times: the machine's other work comes once.
    for (let tries = 0; tries < 3 && blockedMs > 50; tries += 1) {
      probe.worstMs()
      const answer = await send(site.port, bytes)
      blockedMs = Math.min(blockedMs, probe.worstMs())
      if (tries === 0) wrong.push(...faultsOf(site, row, answer, bytes))
    }
    if (blockedMs > slowest.blockedMs) slowest = { id: row.id, blockedMs }
  }
  return { wrong, slowest }
}

function faultsOf(site: HostileSite, row: HostileRow, answer: Answer, bytes: Buffer): readonly string[] {
  const heard = JSON.stringify(answer.headers) + answer.text
  const leaks = findLeaks(heard, bytes.toString('utf8'), site.secrets)
  const said = `${answer.status} ${codeOf(answer) ?? ''}`.trim()
  const served = answer.status >= 200 && answer.status < 300
  const asExpected =
    row.expect === 'unserved'
      ? !served && answer.status < 500
      : said === row.expect || String(answer.status) === row.expect
  return [
    ...(asExpected ? [] : [`${row.id}: ${said} in place of ${row.expect}: ${answer.text.slice(0, 160)}`]),
    ...leaks.map((leak) => `${row.id}: leaks ${leak}`),
  ]
}
