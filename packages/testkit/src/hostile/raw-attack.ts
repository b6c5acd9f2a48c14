// Sends rows of raw bytes, each on a connection of its own, and tells what went otherwise than it must.
import { count, dialRaw } from '../adapter-suite/raw-client.ts'
import { findLeaks } from './find-leaks.ts'
import type { Genuine } from './genuine.ts'
import type { HostileSite } from './hostile-site.ts'
import type { RawParts, RawRow } from './raw-rows.ts'
import { requestFor, type Held } from './ways-in.ts'

/** A connection that is still open then was left open. */
const patienceMs = 5_000

export async function attackRaw(
  site: HostileSite,
  rows: readonly RawRow[],
  held: Held,
  genuine: Genuine,
): Promise<readonly string[]> {
  const wrong: string[] = []
  for (const target of site.guarded ? ['/v1/policy/explain', '/deploy'] : ['/v1/policy/explain'])
    for (const row of rows) {
      const faults = await faultsOf(site, row, partsFor(site, target, held))
      wrong.push(...faults.map((fault) => `${row.id} (${target}): ${fault}`))
      const status = await genuine.status(held.id)
      if (status !== 'pending') return [...wrong, `${row.id} (${target}): what was held is ${status}`]
    }
  return wrong
}

async function faultsOf(site: HostileSite, row: RawRow, parts: RawParts): Promise<readonly string[]> {
  const sent = row.bytes(parts)
  const client = await dialRaw(site.port)
  let leftOpen = false
  const impatient = setTimeout(() => {
    leftOpen = true
    client.socket.destroy()
  }, patienceMs)
  client.send(sent)
  if (row.expect === 'kept') client.socket.end()
  const heard = await client.closed()
  clearTimeout(impatient)
  const statuses = [...heard.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))
  const answers = count(heard, 'HTTP/1.1 ')
  const asExpected = statuses.every((status) => status >= 400 && status < 500) && answers <= 1
  return [
    ...(leftOpen ? ['the connection was left open'] : []),
    ...(asExpected && (row.expect === 'cut' || answers === 1)
      ? []
      : [`answered ${JSON.stringify(heard.slice(0, 300))}`]),
    ...findLeaks(heard, sent, site.secrets).map((leak) => `leaks ${leak}`),
  ]
}

function partsFor(site: HostileSite, target: string, held: Held): RawParts {
  const start = `POST ${target} HTTP/1.1\r\nHost: ${site.host}\r\n`
  const type = 'Content-Type: application/json\r\n'
  return {
    known: `${start}Authorization: ${site.credentials.requester}\r\n${type}`,
    unknown: `${start}${type}`,
    decision: requestFor('decision', {}, site, held).toString('latin1'),
  }
}
