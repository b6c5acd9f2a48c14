// The programs in examples/ run as they are printed, on the built packages.
import { execFile, spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const root = new URL('../../', import.meta.url).pathname

it('in-process: an agent waits, a human allows, it is done once', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [join(root, 'examples/in-process.mjs')])
  expect(stdout).toMatch(/^held: tool\.call .*\ndeployed 1\.2\.3\n$/)
})

it('hitl-sh: a reviewer answers on HITL.sh, here the stand-in, and it runs once', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [join(root, 'examples/hitl-sh.mjs')])
  expect(stdout).toBe('**May this run?**\nsent hi to +1555\n')
})

it('raw-http: asks and decides over HTTP, keeps it on disk, stops when told', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'holdpoint-example-'))
  const env = {
    ...process.env,
    DB: join(folder, 'a.db'),
    PORT: '0',
    AGENT_KEY: 'agent-key',
    REVIEWER_KEY: 'reviewer-key',
  }
  const server = spawn(process.execPath, [join(root, 'examples/raw-http.mjs')], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const [line] = (await once(server.stdout, 'data')) as [Buffer]
    const url = /http:\S+/.exec(line.toString())?.[0]
    const call = async (path: string, key: string, body: unknown) => {
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
      const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
      return (await response.json()) as { id: string; digest: string; status: string }
    }
    const held = await call('/v1/approvals', 'agent-key', { action: { kind: 'tool.call', target: {}, input: 1 } })
    expect(held.status).toBe('pending')
    const decision = { verdict: 'allow-once', digest: held.digest }
    expect(await call(`/v1/approvals/${held.id}/decision`, 'agent-key', decision)).toMatchObject({ status: 403 })
    expect(await call(`/v1/approvals/${held.id}/decision`, 'reviewer-key', decision)).toMatchObject({
      status: 'approved',
    })
  } finally {
    server.kill('SIGTERM')
    const [code] = (await once(server, 'exit')) as [number]
    await rm(folder, { recursive: true, force: true })
    expect(code).toBe(0)
  }
})

it('remote-agent: asks a gateway over the network, is allowed once and denied once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'holdpoint-example-'))
  const keys = { AGENT_KEY: 'agent-key', REVIEWER_KEY: 'reviewer-key' }
  const server = spawn(process.execPath, [join(root, 'examples/raw-http.mjs')], {
    env: { ...process.env, ...keys, DB: join(folder, 'a.db'), PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const [line] = (await once(server.stdout, 'data')) as [Buffer]
    const url = /http:\S+/.exec(line.toString())?.[0] ?? ''
    const env = { ...process.env, ...keys, HOLDPOINT_URL: url }
    const { stdout } = await promisify(execFile)(process.execPath, [join(root, 'examples/remote-agent.mjs')], { env })
    expect(stdout).toBe(
      'key:agent asks for deploy: allowed\ndeployed 1.2.3\nkey:agent asks for deploy: denied\nnot deployed: denied\n',
    )
  } finally {
    server.kill('SIGTERM')
    const [code] = (await once(server, 'exit')) as [number]
    await rm(folder, { recursive: true, force: true })
    expect(code).toBe(0)
  }
})

it.each([
  ['fastify-guarded', '/holdpoint'],
  ['koa', '/holdpoint'],
  ['raw-guarded', ''],
])('%s: a call is held, released, repeated byte for byte, and served once', async (name, prefix) => {
  const env = { ...process.env, PORT: '0', AGENT_KEY: 'agent-key', REVIEWER_KEY: 'reviewer-key' }
  const server = spawn(process.execPath, [join(root, `examples/${name}.mjs`)], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const [line] = (await once(server.stdout, 'data')) as [Buffer]
    const url = /http:\S+/.exec(line.toString())?.[0]
    const post = async (path: string, key: string, body: unknown, headers = {}) => {
      const all = { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers }
      const response = await fetch(`${url}${path}`, { method: 'POST', headers: all, body: JSON.stringify(body) })
      return { status: response.status, body: await response.json() }
    }
    const held = await post('/deploy', 'agent-key', { version: '1.2.3' })
    expect(held).toMatchObject({ status: 202, body: { outcome: 'held', approval: { status: 'pending' } } })
    const { id, digest } = (held.body as { approval: { id: string; digest: string } }).approval
    const decision = { verdict: 'allow-once', digest }
    expect((await post(`${prefix}/v1/approvals/${id}/decision`, 'reviewer-key', decision)).status).toBe(200)
    const repeated = { 'holdpoint-approval': id }
    expect((await post('/deploy', 'agent-key', { version: '6.6.6' }, repeated)).status).toBe(409)
    const served = await post('/deploy', 'agent-key', { version: '1.2.3' }, repeated)
    expect(served).toEqual({ status: 200, body: { deployed: '1.2.3', by: 'key:agent', approval: id } })
    expect((await post('/deploy', 'agent-key', { version: '1.2.3' }, repeated)).status).toBe(409)
  } finally {
    server.kill('SIGTERM')
    const [code] = (await once(server, 'exit')) as [number]
    expect(code).toBe(0)
  }
})

it('webhook-receiver: takes what is signed, once, and nothing else', async () => {
  const secret = 'a-secret-of-the-receiver-0123456789'
  const server = spawn(process.execPath, [join(root, 'examples/webhook-receiver.mjs')], {
    env: { ...process.env, PORT: '0', SECRET: secret },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  server.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  try {
    await once(server.stdout, 'data')
    const url = /http:\S+/.exec(said)?.[0] ?? ''
    const body = JSON.stringify({ type: 'approval.approved', data: { id: 'ap_1' } })
    const post = async (headers: Record<string, string>) => (await fetch(url, { method: 'POST', headers, body })).status
    const [id, at] = ['ap_1:2:1', String(Math.floor(Date.now() / 1000))]
    const mac = createHmac('sha256', secret).update(`${id}.${at}.${body}`).digest('base64')
    const headers = { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': `v1,${mac}` }
    expect(await post(headers)).toBe(204)
    expect(await post(headers)).toBe(204)
    expect(await post({ ...headers, 'webhook-id': 'ap_1:3:1' })).toBe(401)
    expect(await post({})).toBe(401)
  } finally {
    server.kill('SIGTERM')
    const [code] = (await once(server, 'exit')) as [number]
    expect(code).toBe(0)
  }
  expect(said.trimEnd().split('\n').slice(1)).toEqual(['approval.approved ap_1'])
})
