// Hears of decisions: verifies what comes to a callbackUrl, takes each message once, and does the work afterwards.
// SECRET=… PORT=… node webhook-receiver.mjs
import { createServer } from 'node:http'
import { verifyWebhook } from '@holdpoint/core/webhooks'

const secrets = [process.env.SECRET] // [new, old] while you change it
const had = new Set() // in your database, with what the message changes there

async function receive(request, response) {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  const body = Buffer.concat(chunks) // the bytes as they came: a parsed and printed body has another signature
  const verified = verifyWebhook({ header: (name) => request.headers[name], body }, { secrets, now: Date.now() })
  response.writeHead(verified.ok ? 204 : 401).end()
  if (!verified.ok || had.has(verified.value.id)) return
  had.add(verified.value.id)
  const { type, data } = JSON.parse(body.toString())
  console.log(`${type} ${data.id}`)
}

const server = createServer((request, response) => {
  receive(request, response).catch(() => response.destroy())
})

server.listen(process.env.PORT ?? 8080, '127.0.0.1', () =>
  console.log(`listening on http://127.0.0.1:${server.address().port}`),
)
process.once('SIGTERM', () => server.close())
