// What a guarded route does with a first call: asks, holds, lets through, or doesn't.
import assert from 'node:assert/strict'
import { get, type AdapterCase } from './adapter-case.ts'
import { codeOf, requestBytes } from './exchange.ts'
import { serveGuarded } from './guarded-app.ts'

export function guardCases(it: AdapterCase): void {
  it('holds a call: 202 with its approval and when to come again, and nothing has run', async (stage) => {
    const { call, node, runs } = await serveGuarded(stage)
    const answered = await call()
    const held = await node.pending()
    assert.equal(answered.status, 202)
    assert.equal(answered.headers['location'], `/v1/approvals/${held?.id}`)
    assert.equal(answered.headers['retry-after'], '5')
    assert.equal(held?.action.input && JSON.stringify(held.action.input).includes('"json":{"version":"1.2.3"}'), true)
    assert.deepEqual(runs, [])
  })

  it('is served while it waits, once it is allowed, with the very body that was approved', async (stage) => {
    const { call, node, runs } = await serveGuarded(stage)
    const calling = call({ path: '/deploy?dry=1', headers: { prefer: 'wait=15' } })
    const { id } = await node.decide()
    const answered = await calling
    assert.deepEqual([answered.status, answered.text], [201, 'deployed'])
    assert.equal(answered.headers['holdpoint-approval'], id)
    assert.deepEqual(runs, [{ body: { version: '1.2.3' }, approvalId: id, principalId: 'key:bot' }])
    assert.equal((await node.until(id, (now) => now.status !== 'started')).status, 'succeeded')
  })

  it('hands on bodies in chunks, large ones and empty ones', async (stage) => {
    const { node, runs, port, call } = await serveGuarded(stage, { mode: 'off' })
    const text = 'é'.repeat(4_000)
    await call({ body: text, headers: { 'content-type': 'text/plain' } })
    await call({ body: undefined })
    const client = await stage.dial(port)
    const head = requestBytes({
      path: '/deploy',
      headers: { authorization: 'bot', 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
    })
    client.send(head)
    for (const part of ['1\r\n{\r\n', '7\r\n"a":[1]\r\n', '1\r\n}\r\n', '0\r\n\r\n']) {
      client.send(part)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    await client.until((now) => now.endsWith('deployed'))
    client.send(
      requestBytes({
        path: '/deploy',
        headers: { authorization: 'bot', 'content-type': 'text/plain', 'transfer-encoding': 'chunked' },
      }),
    )
    client.send('0\r\n\r\n')
    await client.until((now) => now.split('deployed').length === 3)
    const bodies = runs.map(({ body }) => body ?? '')
    assert.deepEqual(bodies, [text, '', { a: [1] }, ''])
    assert.equal(await node.pending(), undefined)
  })

  it('needs a credential, and is asked about for whoever has one', async (stage) => {
    const { call, node, runs } = await serveGuarded(stage)
    for (const authorization of ['', 'nobody']) {
      const answered = await call({ headers: { authorization } })
      assert.deepEqual([answered.status, codeOf(answered)], [401, 'unauthenticated'])
    }
    assert.equal(await node.pending(), undefined)
    assert.deepEqual(runs, [])
  })

  it('without approval takes a credential alone; public, not even that', async (stage) => {
    const closed = await serveGuarded(stage, { route: { approval: false }, method: 'GET' })
    assert.equal((await closed.call({ body: undefined })).status, 201)
    assert.equal((await closed.call({ body: undefined, headers: { authorization: '' } })).status, 401)
    const open = await serveGuarded(stage, { route: { public: true }, method: 'GET' })
    assert.equal((await open.call({ body: undefined, headers: { authorization: '' } })).status, 201)
    assert.deepEqual(
      [...closed.runs, ...open.runs].map((run) => run.principalId),
      ['key:bot', undefined],
    )
  })

  it('that is public and asks is limited, and the id of the approval is the proof', async (stage) => {
    const route = { public: true, approval: true, maxPending: 1 }
    const { call, node, runs } = await serveGuarded(stage, { route })
    const stranger = { headers: { authorization: '' } }
    const held = await call(stranger)
    assert.equal(held.status, 202)
    assert.doesNotMatch(held.text, /reviewers|policy/)
    assert.equal(codeOf(await call(stranger)), 'too_many_pending')
    const { id } = await node.decide()
    assert.equal((await call({ headers: { authorization: '', 'holdpoint-approval': id } })).status, 201)
    assert.deepEqual(
      runs.map((run) => run.principalId),
      [undefined],
    )
  })

  it('runs at once where a rule or the policy allows it, and leaves nothing but a line for the audit', async (stage) => {
    const off = await serveGuarded(stage, { mode: 'off' })
    assert.equal((await off.call()).status, 201)
    assert.equal(await off.node.pending(), undefined)
    assert.deepEqual(
      off.answered.map(({ requester, policy }) => [requester, policy.answer, policy.line]),
      [['key:bot', 'allow', 'http.route: off']],
    )
    const ruled = await serveGuarded(stage)
    await ruled.call()
    const { id } = await ruled.node.decide('allow-always')
    assert.equal((await ruled.call({ body: { version: '2' } })).status, 201)
    assert.equal((await ruled.call({ path: '/deploy?x=1' })).status, 202)
    assert.deepEqual(
      ruled.answered.map(({ policy }) => policy.rule),
      [id],
    )
    const always = await serveGuarded(stage, { mode: 'always', store: ruled.store })
    assert.equal((await always.call()).status, 202)
  })

  for (const [verdict, status] of [['deny', 403]] as const)
    it(`is told when it was denied while it waited (${status})`, async (stage) => {
      const { call, node, runs } = await serveGuarded(stage)
      const calling = call({ headers: { prefer: 'wait=15' } })
      await node.decide(verdict)
      const answered = await calling
      assert.deepEqual([answered.status, codeOf(answered)], [status, 'denied'])
      assert.deepEqual(runs, [])
    })

  it('whose time ran out is 403 expired, not denied', async (stage) => {
    const { call, runs } = await serveGuarded(stage, { route: { expiresInMs: 1_000 } })
    const answered = await call({ headers: { prefer: 'wait=15' } })
    assert.deepEqual([answered.status, codeOf(answered)], [403, 'expired'])
    assert.deepEqual(runs, [])
  })

  it('is answered 503 where the store fails, and does not run (I6)', async (stage) => {
    const inner = await stage.store()
    const store = { ...inner, create: () => Promise.reject(new Error('disk')), now: () => inner.now() }
    const failing: typeof inner = {
      ...store,
      read: (...args) => inner.read(...args),
      commit: (...args) => inner.commit(...args),
      list: (...args) => inner.list(...args),
      remove: (...args) => inner.remove(...args),
      due: (...args) => inner.due(...args),
      collections: () => inner.collections(),
      close: () => inner.close(),
    }
    const { call, runs } = await serveGuarded(stage, { store: failing })
    const answered = await call()
    assert.deepEqual([answered.status, codeOf(answered)], [503, 'unavailable'])
    assert.deepEqual(runs, [])
  })

  it('is answered 202 by a node that stops', async (stage) => {
    const { call, node } = await serveGuarded(stage)
    const calling = call({ headers: { prefer: 'wait=15' } })
    while (!(await node.pending())) await new Promise((resolve) => setTimeout(resolve, 5))
    node.stop()
    assert.equal((await calling).status, 202)
  })

  it('takes bodies within its limit and of text only (I19, I32)', async (stage) => {
    const { call, node, runs } = await serveGuarded(stage)
    assert.equal(
      codeOf(await call({ body: 'x'.repeat(10_001), headers: { 'content-type': 'text/plain' } })),
      'body_too_large',
    )
    const bytes = Uint8Array.of(0xff, 0xfe, 0)
    const binary = { body: bytes, headers: { 'content-type': 'text/plain' } }
    assert.equal(codeOf(await call(binary)), 'unsupported_media_type')
    const doubled = { body: '{"a":1,"a":2}', headers: { 'content-type': 'application/json' } }
    assert.deepEqual([(await call(doubled)).status, codeOf(await call(doubled))], [400, 'invalid_request'])
    assert.equal(await node.pending(), undefined)
    assert.deepEqual(runs, [])
  })

  for (const method of ['GET', 'HEAD', 'OPTIONS'])
    it(`never asks by ${method}, unless it says so (I28)`, async (stage) => {
      let told = ''
      const mistaken = await serveGuarded(stage, { method, route: {} }).catch((error: unknown) => {
        told = String(error)
      })
      if (mistaken) {
        const answered = await mistaken.call({ body: undefined })
        assert.equal(answered.status, 500)
        if (method !== 'HEAD') assert.equal(codeOf(answered), 'invalid_config')
        assert.equal(await mistaken.node.pending(), undefined)
        assert.deepEqual(mistaken.runs, [])
      } else assert.match(told, new RegExp(`${method} /deploy: .*safeMethods`))
      const meant = await serveGuarded(stage, { method, route: { safeMethods: true } })
      assert.equal((await meant.call({ body: undefined })).status, 202)
    })

  it('keeps the connection in order over held, served and pipelined calls', async (stage) => {
    const { port, node, runs } = await serveGuarded(stage)
    const client = await stage.dial(port)
    const one = (body: string, headers = {}) =>
      requestBytes({ path: '/deploy', body: { body }, headers: { authorization: 'bot', ...headers } })
    client.send(Buffer.concat([one('a', { prefer: 'wait=15' }), one('b'), Buffer.from(get('/none'))]))
    while (!(await node.pending())) await new Promise((resolve) => setTimeout(resolve, 5))
    assert.equal(client.text(), '')
    // The newest first: b, which nobody waits for, then a.
    await node.decide()
    await node.decide()
    const text = await client.until((now) => now.includes(' 404 '))
    assert.deepEqual(text.match(/HTTP\/1\.1 \d{3}/g), ['HTTP/1.1 201', 'HTTP/1.1 202', 'HTTP/1.1 404'])
    assert.equal(runs.length, 1)
  })
}
