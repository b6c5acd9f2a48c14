// An agent that waits in its own process: nothing is deployed before somebody has allowed exactly that.
import { createGate, createHoldpoint } from '@holdpoint/core'
import { createMemoryStore } from '@holdpoint/storage-memory'

const { approvals, pump } = createHoldpoint({ store: createMemoryStore() })
pump.start()

const agent = { id: 'agent:deployer', scopes: ['request'], loops: ['default'], via: 'code' }
const gate = createGate({ approvals, principal: agent })

const deployed = gate.run(
  { kind: 'tool.call', target: { tool: 'deploy' }, input: { version: '1.2.3' } },
  async (approved) => `deployed ${approved.input.version}`,
)

// Somewhere else, a human looks at what is held and decides on exactly that digest.
const ann = { id: 'person:ann', scopes: ['decide'], loops: ['default'], via: 'code' }
let held
while (!held) {
  await new Promise((resolve) => setTimeout(resolve, 10))
  const pending = await approvals.list(ann, { status: 'pending', limit: 1 })
  held = pending.ok ? pending.value.items[0] : undefined
}
console.log('held:', held.action.kind, held.action.target, held.action.input)
await approvals.decide(ann, held.id, { verdict: 'allow-once', digest: held.digest })

const result = await deployed
console.log(result.type === 'ran' ? result.value : `blocked: ${result.reason}`)

approvals.close()
await pump.stop(1000)
