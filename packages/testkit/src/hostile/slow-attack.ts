// Clients that take their time: half a head, or a body that never comes to its end.
import { dialRaw } from '../adapter-suite/raw-client.ts'
import type { HostileSite } from './hostile-site.ts'
import { requestFor, type Held } from './ways-in.ts'

/** Both must be sent away in less, in ms: 10 s are the gateway's for a whole request, and its checks come each second. */
const patienceMs = 15_000

/** What was wrong, a line each. Every connection drips a byte at a time, so that it is never idle. */
export async function attackSlowly(site: HostileSite, held: Held): Promise<readonly string[]> {
  const decision = requestFor('decision', {}, site, held).toString('latin1')
  const body = decision.indexOf('\r\n\r\n') + 4
  const slow = [
    { id: 'a slow body', from: body, patient: false },
    // How long a head may take is for the host's own server to say.
    { id: 'a slow head', from: 20, patient: !site.limitsHeads },
  ]
  const wrong = slow
    .filter(({ patient }) => !patient)
    .map(async ({ id, from }) => {
      const { text, leftOpen } = await drip(site.port, decision.slice(0, from), decision.slice(from))
      if (leftOpen) return [`${id}: the connection was left open`]
      return /^(?:$|HTTP\/1\.1 4\d\d )/.test(text) ? [] : [`${id}: answered ${JSON.stringify(text.slice(0, 300))}`]
    })
  return (await Promise.all(wrong)).flat()
}

async function drip(port: number, atOnce: string, slowly: string): Promise<{ text: string; leftOpen: boolean }> {
  const client = await dialRaw(port)
  let leftOpen = false
  let sent = 0
  client.send(atOnce)
  // Its last byte is never sent.
  const dripping = setInterval(() => {
    if (sent < slowly.length - 1 && client.socket.writable) client.send(slowly.charAt(sent++))
  }, 200)
  const impatient = setTimeout(() => {
    leftOpen = true
    client.socket.destroy()
  }, patienceMs)
  const text = await client.closed()
  clearInterval(dripping)
  clearTimeout(impatient)
  return { text, leftOpen }
}
