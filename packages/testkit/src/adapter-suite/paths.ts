// Whatever a path looks like: the route that the credential was judged for is the route that ran, on every adapter alike.
import assert from 'node:assert/strict'
import { createHandler, createGuard, type HttpHandler } from '@holdpoint/core/http'
import { createHoldpoint, createIds, ok, refuse } from '@holdpoint/core'
import type { AdapterCase, AppRoute, Stage } from './adapter-case.ts'
import { exchange, parseAnswer } from './exchange.ts'
import { spellings } from './path-forms.ts'

const guarded = ['/guarded', '/guarded/deep/er', '/guarded/item/:id']
/** They look like guarded ones, and must stay open to everybody. */
const open = ['/guardedx', '/guarde', '/open/guarded', '/open', '/GUARDEDX', '/guarded-item/deep']
const ours = ['/v1/approvals', '/healthz']
const all = [...guarded.map((path) => path.replace(':id', 'a1')), ...open, ...ours]

/** A plain spelling of a guarded path: what may run there. A parameter is one segment that no reader takes for more;
 * some routers let it be empty. */
const mayRun = new Map(guarded.map((path) => [path, new RegExp(`^${path.replace(':id', '[^/;\\\\?#]*')}(?:\\?.*)?$`)]))

export function pathCases(it: AdapterCase): void {
  it('that look like guarded ones stay open, and guarded ones closed', async (stage) => {
    const { port } = await servePaths(stage)
    const status = async (path: string, authorization = '') =>
      (await exchange(stage, port, { method: 'GET', path, headers: { authorization } })).status
    for (const path of open) assert.equal(await status(path), 200, path)
    for (const path of guarded) assert.equal(await status(path.replace(':id', 'a1')), 401, path)
    for (const path of guarded) assert.equal(await status(path.replace(':id', 'a1'), 'bot'), 200, path)
    assert.equal(await status('/healthz'), 200)
    assert.equal(await status('/v1/approvals'), 401)
  })

  const total = process.env['HOLDPOINT_SCALE'] === 'full' ? 100_000 : 5_000
  it(`${total} times misspelled: what was judged is what ran, and nothing runs unjudged (I29)`, async (stage) => {
    const { port, judged } = await servePaths(stage)
    const source = spellings(all, 20_261_125)
    const ran = { guarded: 0, open: 0, ours: 0, nothing: 0 }
    const worker = async () => {
      const lines = await openLines(stage, port)
      for (;;) {
        const n = taken
        taken += 1
        if (n >= total) return
        const target = source.next().value
        for (const who of ['bot', '']) {
          const answered = await lines(
            `GET ${target} HTTP/1.1\r\nHost: a\r\nAuthorization: ${who}\r\nX-N: ${n}\r\n\r\n`,
          )
          const route = /^ran (\S+)$/.exec(answered.text)?.[1]
          const plain = mayRun.get(route ?? '')
          if (plain) {
            assert.equal(who, 'bot', `${target} ran ${route} without a credential`)
            assert.equal(judged.get(`${n}`), target, `${target} ran, and another path was judged`)
            assert.match(target, plain, `${target} ran ${route}`)
            ran.guarded += 1
          } else if (route !== undefined) ran.open += 1
          else if (answered.status === 200) {
            assert.match(target, /^\/(?:v1\/approvals|healthz)(?:\?|$)/, `${target} was answered by the handler`)
            ran.ours += 1
          } else {
            assert.ok(answered.status >= 400, `${target} was answered ${answered.status}`)
            assert.ok(answered.status < 500 || answered.status === 505, `${target} was answered ${answered.status}`)
            ran.nothing += 1
          }
          if (mustRun.has(target) && who === 'bot') assert.ok(answered.status === 200, `${target} did not run`)
        }
        judged.delete(`${n}`)
      }
    }
    let taken = 0
    await Promise.all(Array.from({ length: 8 }, worker))
    // A generator that only made nonsense would prove nothing.
    for (const [what, times] of Object.entries(ran)) assert.ok(times > total / 50, `${what} only ${times} times`)
  })
}

const mustRun = new Set(all)

async function servePaths(stage: Stage): Promise<{ readonly port: number; readonly judged: Map<string, string> }> {
  const judged = new Map<string, string>()
  const { approvals } = createHoldpoint({ store: await stage.store() })
  const common = {
    approvals,
    ids: createIds(),
    log: { debug() {}, info() {}, warn() {}, error() {} },
    limits: { maxBytes: 1_000, timeoutMs: 1_000 },
    maxWaitMs: 0,
    authenticate: async (request: Parameters<HttpHandler>[0]) => {
      const n = request.header('x-n')
      if (n !== undefined) judged.set(n, request.target)
      return request.header('authorization') === 'bot' ? ok(bot) : refuse('unauthenticated', 'Who are you?')
    },
  }
  const guard = createGuard(common)
  const handler = createHandler({
    ...common,
    outbound: new Set(),
    readiness: async () => ({ ready: true }),
    version: '0',
  })
  const route = (path: string): AppRoute => ({
    method: 'GET',
    path,
    run: async () => ({ status: 200, body: `ran ${path}` }),
  })
  const routes = [
    ...guarded.map((path) => ({ ...route(path), guard: { guard, options: { approval: false } } })),
    ...open.map(route),
  ]
  return { port: await stage.serve({ handler, routes }), judged }
}

const bot = { id: 'key:bot', scopes: ['request'], loops: ['default'], via: 'api' } as const

/** Sends requests on one connection, and on a new one after each that the server has closed. */
async function openLines(stage: Stage, port: number) {
  let client = await stage.dial(port)
  let seen = 0
  const send = async (request: string) => {
    if (client.socket.destroyed || !client.socket.writable) {
      client = await stage.dial(port)
      seen = 0
    }
    client.send(Buffer.from(request, 'latin1'))
    let whole = ''
    await client
      .until((text) => {
        whole = text.slice(seen)
        return isWhole(whole)
      })
      .catch(() => undefined)
    seen += whole.length
    if (/\r\nconnection: close/i.test(whole)) client.socket.destroy()
    return whole
  }
  return async (request: string) => {
    // Told nothing, the connection may have ended by the answer before: once more, on a fresh one.
    const whole = (await send(request)) || (await send(request))
    return whole === '' ? cutOff : parseAnswer(whole)
  }
}

/** What a server answers that closes the connection on a target that is none. */
const cutOff = { status: 400, headers: {}, text: '' }

function isWhole(text: string): boolean {
  const head = text.indexOf('\r\n\r\n')
  if (head === -1) return false
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, head))?.[1]
  if (length !== undefined) return text.length >= head + 4 + Number(length)
  return /\r\ntransfer-encoding: chunked/i.test(text.slice(0, head)) ? text.endsWith('0\r\n\r\n') : true
}
