// The few calls that the benchmarks of the API make, over connections that are kept.
import type { Client } from 'undici'

export interface Held {
  readonly id: string
  readonly digest: string
}

export async function post(client: Client, who: string, path: string, body: object): Promise<Held> {
  const headers = { authorization: who, 'content-type': 'application/json' }
  const answer = await client.request({ method: 'POST', path, headers, body: JSON.stringify(body) })
  const held = (await answer.body.json()) as Held
  if (answer.statusCode > 201) throw new Error(`${path}: ${answer.statusCode}`)
  return held
}

const draft = { action: { kind: 'tool.call', target: { tool: 'rm' }, input: {} } }

export const ask = (client: Client): Promise<Held> => post(client, 'bot', '/v1/approvals', draft)

export const allow = (client: Client, { id, digest }: Held): Promise<Held> =>
  post(client, 'ann', `/v1/approvals/${id}/decision`, { verdict: 'allow-once', digest })
