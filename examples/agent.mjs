// An agent that deploys the version it is told, once somebody has allowed exactly that at the gateway.
import { createClient, createRemoteGate } from '@holdpoint/client'

const version = process.argv[2] ?? '1.2.3'
const client = createClient({
  baseUrl: process.env.HOLDPOINT_URL ?? 'http://127.0.0.1:4180',
  credential: process.env.HOLDPOINT_KEY,
})
const gate = createRemoteGate({ client })

const result = await gate.run(
  { kind: 'tool.call', target: { tool: 'deploy' }, input: { version } },
  async (approved) => `deployed ${approved.input.version}`,
  { claim: { title: `Deploy ${version}` } },
)
console.log(result.type === 'ran' ? result.value : `not deployed: ${result.reason}`)
