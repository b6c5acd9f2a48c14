// Somebody of another loop learns as little of an id that is held as of one that never was.
import { send } from './attack.ts'
import type { HostileSite } from './hostile-site.ts'
import { requestFor, type Held } from './ways-in.ts'

const posts = ['decision', 'revoke', 'claim', 'release', 'comments', 'reopen', 'start', 'finish', 'cancel']
const bodyOf: Readonly<Record<string, string>> = {
  decision: '{"verdict":"allow-once","digest":"{digest}"}',
  comments: '{"text":"x"}',
  start: '{"digest":"{digest}"}',
  finish: '{"ticket":"x","outcome":"succeeded"}',
}

/** Where the two answers differ, a line each. */
export async function differElsewhere(site: HostileSite, held: Held): Promise<readonly string[]> {
  const absent = { ...held, id: held.id.slice(0, -4) + (held.id.endsWith('aaaa') ? 'bbbb' : 'aaaa') }
  const heard = async (verb: string, of: Held) => {
    const target = `/v1/approvals/{id}${verb === '' ? '' : `/${verb}`}`
    const headers = [['authorization', site.credentials.elsewhere]] as const
    const input = verb === '' ? { target, headers } : { target, headers, body: bodyOf[verb] ?? '{}' }
    const answer = await send(site.port, requestFor(verb === '' ? 'read' : 'decision', input, site, of))
    const { date: _date, ...others } = answer.headers
    return `${answer.status} ${JSON.stringify(others)} ${answer.text}`.replaceAll(of.id, '{id}')
  }
  const differences: string[] = []
  for (const verb of ['', ...posts]) {
    const [real, none] = [await heard(verb, held), await heard(verb, absent)]
    if (real !== none || !real.startsWith('404 ')) differences.push(`${verb || 'read'}: ${real} is not ${none}`)
  }
  return differences
}
