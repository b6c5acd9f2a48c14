// An action is held, a reviewer answers on HITL.sh, and it runs once. Here HITL.sh is the stand-in, so that it runs without an
// account: leave it out, and put your own key, loop and address in its place.
import { createHttpServer } from '@holdpoint/adapter-http'
import { createHitlShChannel, createHitlShClient } from '@holdpoint/client-hitl-sh'
import { createGate, createHoldpoint, createIds, defaultSettings, defaultThresholds } from '@holdpoint/core'
import { mintCallbackSecret } from '@holdpoint/core/hitl-sh'
import { createCallbackHandler } from '@holdpoint/core/http'
import { createMemoryStore } from '@holdpoint/storage-memory'
import { startHitlShStandIn } from '@holdpoint/testkit'

const callbackKey = 'a key of your own, at least 24 characters'
const log = { debug() {}, info() {}, warn: console.warn, error: console.error }

// In its place: createHitlShClient({ apiKey: process.env.HITL_API_KEY }), your loop's id, and the https address of this server.
const standIn = await startHitlShStandIn({
  onRequest: ({ id, request_text }) => {
    console.log(request_text.split('\n')[0])
    setTimeout(() => void standIn.answer(id, 'allow-once'), 50)
  },
})
const client = createHitlShClient({ apiKey: standIn.apiKey, baseUrl: standIn.url })

let address = ''
const channel = createHitlShChannel({
  client,
  loopFor: () => standIn.loopId,
  callbackUrlFor: (id) => `${address}/hitl/callback/${mintCallbackSecret(id, callbackKey)}`,
  inboxUrlFor: (id) => `${address}/approvals/${id}`,
  confirm: 'always',
  log,
})
const { approvals, pump, quarantine } = createHoldpoint({
  store: createMemoryStore(),
  channels: [channel],
  settings: () => ({
    ...defaultSettings,
    loops: { default: { thresholds: defaultThresholds, channels: [channel.name] } },
  }),
  log,
})
const callbacks = createCallbackHandler({
  approvals,
  quarantine,
  keys: () => [callbackKey],
  limits: { maxBytes: 65_536, timeoutMs: 10_000 },
  confirm: () => 'always',
  log,
  ids: createIds(),
})
const server = createHttpServer(callbacks)
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
address = `http://127.0.0.1:${server.address().port}`
pump.start()

const agent = { id: 'agent:mailer', scopes: ['request'], loops: ['default'], via: 'code' }
const gate = createGate({ approvals, principal: agent })
const result = await gate.run(
  { kind: 'outbound.message', target: { to: '+1555' }, input: { text: 'hi' } },
  async (approved) => `sent ${approved.input.text} to ${approved.target.to}`,
)
console.log(result.type === 'ran' ? result.value : `blocked: ${result.reason}`)

approvals.close()
await pump.stop(1000)
server.close()
server.closeAllConnections()
await standIn.close()
