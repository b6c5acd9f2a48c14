// Paths that are the host's own, and bodies that the host has read too early.
import assert from 'node:assert/strict'
import { createWorld } from './guarded-world.ts'
import type { AdapterCase } from './adapter-case.ts'
import { codeOf, exchange } from './exchange.ts'
import { plain, reader } from './plain.ts'

const handler = async ({ target }: { readonly target: string }) => (target === '/mine' ? plain('mine') : undefined)

export function passingOnCases(it: AdapterCase): void {
  it('is every path that the handler does not know, with its body unread', async (stage) => {
    const run = async ({ body }: { readonly body: unknown }) => ({ status: 200, body: JSON.stringify(body) })
    const routes = [{ method: 'POST', path: '/theirs', run }]
    const port = await stage.serve({ handler, routes })
    assert.equal((await exchange(stage, port, { method: 'GET', path: '/mine' })).text, 'mine')
    const answered = await exchange(stage, port, { path: '/theirs', body: { a: [1, 'ü'] } })
    assert.deepEqual([answered.status, answered.text], [200, '{"a":[1,"\u00c3\u00bc"]}'])
    assert.equal((await exchange(stage, port, { path: '/nobody', body: { a: 1 } })).status, 404)
  })

  it('is told that a body was parsed before Holdpoint saw it', async (stage) => {
    const port = await stage.serve({ handler: reader(100, 1_000), parseFirst: true })
    assert.equal((await exchange(stage, port, { path: '/', body: {} })).text, 'already-read')
  })

  it('is told the same by a guard, and the fix', async (stage) => {
    const { guard, node } = await createWorld(stage)
    let ran = 0
    const run = async () => ({ status: 200, body: String((ran += 1)) })
    const routes = [{ method: 'POST', path: '/deploy', guard: { guard, options: {} }, run }]
    const port = await stage.serve({ routes, parseFirst: true })
    const answered = await exchange(stage, port, { path: '/deploy', headers: { authorization: 'bot' }, body: {} })
    assert.equal(answered.status, 500)
    assert.equal(codeOf(answered), 'body_already_read')
    assert.match(answered.text, /before the body parser/)
    assert.equal(ran, 0)
    assert.equal(await node.pending(), undefined)
  })
}
