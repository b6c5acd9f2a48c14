// A plugin with one route of each sort, a channel, and a life of its own:
// plugins: ['./plugins/echo.mjs'] in holdpoint.config.json5
import { definePlugin } from '@holdpoint/gateway'

let log

export default definePlugin({
  name: 'echo',
  routes: [
    // Takes a credential of the gateway.
    { method: 'GET', path: '/whoami', handler: ({ principal }) => ({ json: { id: principal.id } }) },
    // Takes none: said so, never by accident.
    { method: 'GET', path: '/ping', public: true, handler: () => ({ body: 'pong\n' }) },
    // Held until a person has allowed exactly this call.
    {
      method: 'POST',
      path: '/say/{to}',
      approval: true,
      handler(call) {
        log.info('said', { approval: call.approval?.id })
        return { status: 201, json: { to: call.params.to, said: call.text() } }
      },
    },
  ],
  channels: {
    // POST /v1/outbound {"channel": "console", …}: held, then sent here, once.
    console: {
      async send({ to, payloads }) {
        for (const { text } of payloads) process.stdout.write(`${to}: ${text}\n`)
        return { outcome: 'succeeded', detail: { lines: payloads.length } }
      },
    },
  },
  start(context) {
    log = context.log
  },
  stop() {
    log.info('echo is over')
  },
})
