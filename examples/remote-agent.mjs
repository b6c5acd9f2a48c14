// An agent that asks a gateway over the network, and a reviewer who watches the gateway's events and allows it.
// Give it the gateway's address and a key for each; `raw-http.mjs` is a gateway that will do.
import { createClient, createRemoteGate } from '@holdpoint/client'

const baseUrl = process.env.HOLDPOINT_URL ?? 'http://127.0.0.1:4190'

// #region agent
const client = createClient({ baseUrl, credential: process.env.AGENT_KEY })
const gate = createRemoteGate({ client })

async function deploy(version) {
  const action = { kind: 'tool.call', target: { tool: 'deploy' }, input: { version } }
  const result = await gate.run(action, async (approved) => `deployed ${approved.input.version}`, {
    timeoutMs: 60_000,
    claim: { title: `Deploy ${version}` },
  })
  return result.type === 'ran' ? result.value : `not deployed: ${result.reason}`
}
// #endregion agent

// #region reviewer
async function review(signal) {
  const reviewer = createClient({ baseUrl, credential: process.env.REVIEWER_KEY })
  for await (const event of reviewer.watch({ signal })) {
    if (event.type === 'refused') throw new Error(event.refusal.detail)
    // After a reset, and after each hint, what is pending is what the list says.
    const page = await reviewer.list({ status: 'pending' })
    if (!page.ok) throw new Error(page.detail)
    for (const { id, digest, requester, action } of page.value.items) {
      const allow = action.input.version !== '6.6.6'
      console.log(`${requester} asks for ${action.target.tool}: ${allow ? 'allowed' : 'denied'}`)
      await reviewer.decide(id, { verdict: allow ? 'allow-once' : 'deny', digest })
    }
  }
}
// #endregion reviewer

const done = new AbortController()
const reviewing = review(done.signal)
console.log(await deploy('1.2.3'))
console.log(await deploy('6.6.6'))
done.abort()
await reviewing
