// Commands against a gateway that listens, one that doesn't, and something that isn't one.
import { afterEach, describe, expect, it } from 'vitest'
import { createMemoryStore } from '@holdpoint/storage-memory'
import { composeAdministration } from '../../src/auth/compose-administration.ts'
import { createKeys } from '../../src/auth/keys.ts'
import { createSecurityLog } from '../../src/auth/security-log.ts'
import { listeningGateway, listeningStranger } from './listening-gateway.ts'
import { memoryLog } from '../auth/memory-log.ts'
import { operatorToken } from '../auth/test-gateway.ts'
import { storedAuth, testHost } from './test-host.ts'

const auth = { mode: 'token', token: 'irrelevant-token-here' } as const

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()))
})

async function runningGateway() {
  const gateway = await listeningGateway()
  closers.push(gateway.close)
  return { ...gateway, host: testHost({ gateway }) }
}

/** An address where nothing listens any more. */
async function deadAddress() {
  const { url, close } = await listeningStranger(200, '')
  await close()
  return url
}

const create = ['keys', 'create', '--name', 'bot', '--scopes', 'request,decide', '--loops', 'default'] as const

describe('against a running gateway', () => {
  it('creates a key and prints nothing but JSON on stdout', async () => {
    const { host, stored } = await runningGateway()
    const { code, out, err } = await host.run(...create, '--expires', '30d', '--json')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const printed = JSON.parse(out)
    expect(Object.keys(printed)).toEqual(['id', 'key'])
    expect(await stored().verify(printed.key)).toMatchObject({ id: 'key:bot', scopes: ['request', 'decide'] })
    expect(await stored().list()).toMatchObject([{ expiresAt: expect.any(Number) }])
    expect(host.opened).toEqual([])
  })

  it('prints the bare key on stdout for people, and never again', async () => {
    const { host } = await runningGateway()
    const created = await host.run(...create)
    expect(created.out).toMatch(/^hpk_bot_[A-Za-z0-9_-]{43}\n$/)
    expect(created.err).toContain('not shown again')
    const listed = await host.run('keys', 'list')
    expect(listed.out).toMatch(
      /^NAME +STATUS +SCOPES +LOOPS +EXPIRES +LAST USED\nbot +active +request,decide +default +- +-\n$/,
    )
    const again = await host.run(...create)
    expect(again).toMatchObject({ code: 1, out: '' })
    expect(again.err).toContain('name: The name "bot" is or was in use')
    for (const { out, err } of [listed, again]) expect(out + err).not.toMatch(/hpk_/)
    for (const { out, err } of [created, listed, again]) expect(out + err).not.toContain(operatorToken)
  })

  it('revokes and lists as JSON', async () => {
    const { host, stored } = await runningGateway()
    const { key } = JSON.parse((await host.run(...create, '--json')).out)
    expect(await host.run('keys', 'revoke', 'bot')).toMatchObject({ code: 0, out: '' })
    expect(await stored().verify(key)).toBeUndefined()
    const listed = JSON.parse((await host.run('keys', 'list', '--json')).out)
    expect(listed.items).toMatchObject([{ id: 'bot', status: 'revoked' }])
    expect(await host.run('keys', 'revoke', 'nobody')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no such'),
    })
  })

  it('prints a sign-in link alone on stdout, and it works', async () => {
    const { host, links } = await runningGateway()
    const { code, out } = await host.run('link')
    expect(code).toBe(0)
    const [, signInCode = ''] = /^http:\/\/127\.0\.0\.1:4180\/sign-in#([A-Za-z0-9_-]{43})\n$/.exec(out) ?? []
    expect(await links.consume(signInCode)).toMatchObject({ principal: { id: 'operator' } })
  })

  it('says so when the token is wrong, without showing it', async () => {
    const { url } = await runningGateway()
    const host = testHost({ gateway: { url, auth: { mode: 'token', token: 'another-token-that-is-wrong' } } })
    const { code, out, err } = await host.run('keys', 'list')
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toContain('does not take the operator’s credential')
    expect(err).not.toContain('another-token')
    expect(host.opened).toEqual([])
  })
})

describe('against something else', () => {
  it.each([
    [200, '<html>hello</html>'],
    [200, ''],
    [204, ''],
    [302, ''],
    [404, 'not found'],
    [500, '{"code":"constructor"}'],
    [201, '{"id":"bot"}'],
  ])('refuses an answer %i %j, and opens no store', async (status, body) => {
    const stranger = await listeningStranger(status, body)
    closers.push(stranger.close)
    const host = testHost({ gateway: { url: stranger.url, auth } })
    const commands = [create, ['keys', 'list'], ['link'], ...(status === 204 ? [] : [['keys', 'revoke', 'bot']])]
    for (const argv of commands) {
      const { code, out, err } = await host.run(...argv)
      expect({ code, out }).toEqual({ code: 1, out: '' })
      expect(err).toContain('not this gateway')
    }
    expect(host.opened).toEqual([])
  })
})

describe('with nothing listening', () => {
  it('works on the store itself', async () => {
    const store = createMemoryStore()
    const host = testHost({ gateway: { url: await deadAddress(), auth }, keep: store })
    const { key } = JSON.parse((await host.run(...create, '--json', '--config', 'c.json5')).out)
    expect(await createKeys({ store }).verify(key)).toMatchObject({ id: 'key:bot' })
    expect((await host.run('keys', 'list')).out).toContain('bot')
    const { out } = await host.run('link')
    const { there } = composeAdministration({
      store,
      auth: () => storedAuth,
      publicUrl: 'http://127.0.0.1:4180',
      security: createSecurityLog(memoryLog().log),
    })
    expect(await there.links.consume(out.trim().split('#')[1] ?? '')).toMatchObject({ principal: { id: 'operator' } })
    expect(await host.run('keys', 'revoke', 'bot')).toMatchObject({ code: 0 })
    expect(await host.run('keys', 'revoke', 'nobody')).toMatchObject({ code: 1 })
    expect(await createKeys({ store }).verify(key)).toBeUndefined()
    expect(host.opened[0]).toEqual({ config: 'c.json5' })
  })

  it('finds that out under a name with several addresses, too', async () => {
    const url = (await deadAddress()).replace('127.0.0.1', 'localhost')
    const host = testHost({ gateway: { url, auth } })
    expect(await host.run('keys', 'list')).toMatchObject({ code: 0 })
    expect(host.opened).toHaveLength(1)
  })
})
