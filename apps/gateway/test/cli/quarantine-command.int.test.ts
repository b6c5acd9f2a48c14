// `holdpoint quarantine …` on the store itself, where no gateway listens.
import { createHoldpoint, type Principal } from '@holdpoint/core'
import { createMemoryStore } from '@holdpoint/storage-memory'
import { describe, expect, it } from 'vitest'
import { memoryLog } from '../auth/memory-log.ts'
import { listeningStranger } from './listening-gateway.ts'
import { testHost } from './test-host.ts'

const bot: Principal = { id: 'key:bot', scopes: ['request'], loops: ['*'], via: 'api' }

async function withStrangeCallback() {
  const store = createMemoryStore()
  const { approvals, quarantine } = createHoldpoint({ store, log: memoryLog().log })
  const made = await approvals.request(bot, { action: { kind: 'tool.call', target: {}, input: 1 } })
  if (!made.ok) throw new Error(made.detail)
  const { approval } = made.value
  const bytes = new TextEncoder().encode('{"event":"\u202erequest"}')
  await quarantine.keep({ approval: approval.id, channel: 'hitl-sh', reason: 'nobody knows it', bytes })
  const { url, close } = await listeningStranger(200, '')
  await close()
  const auth = { mode: 'token', token: 'irrelevant-token-here' } as const
  const { run } = testHost({ gateway: { url, auth }, keep: store })
  const list = async (...more: string[]): Promise<{ id: string; status: string }[]> =>
    JSON.parse((await run('quarantine', 'list', '--json', ...more)).out).items
  const [item] = await list()
  return { run, list, approval, id: item?.id ?? '', status: async () => (await approvals.get(bot, approval.id)).ok }
}

describe('holdpoint quarantine', () => {
  it('lists and shows, with nothing hidden (I20)', async () => {
    const { run, id, approval } = await withStrangeCallback()
    expect((await run('quarantine', 'list')).out).toMatch(
      /^ID +STATUS +RECEIVED +REASON\n\S+ +open +\S+ +nobody knows it\n$/,
    )
    const { out } = await run('quarantine', 'show', id)
    expect(out).toContain(`approval: ${approval.id}`)
    expect(out).toContain('⟨U+202E⟩')
    expect(out).not.toContain('\u202e')
  })

  it('settles as the operator’s own decision (I23), once', async () => {
    const { run, list, id, approval } = await withStrangeCallback()
    const settle = ['quarantine', 'settle', id, '--digest', approval.digest, '--verdict'] as const
    expect(await run(...settle, 'deny', '--reason', 'no')).toMatchObject({ code: 0 })
    expect(await run(...settle, 'deny')).toMatchObject({ code: 0 })
    expect(await run(...settle, 'allow-once')).toMatchObject({ code: 1 })
    expect(await list()).toEqual([])
    expect(await list('--all')).toMatchObject([{ status: 'settled', closedBy: 'operator', verdict: 'deny' }])
  })

  it('dismisses, and decides nothing', async () => {
    const { run, list, id, status } = await withStrangeCallback()
    expect(await run('quarantine', 'dismiss', id)).toMatchObject({ code: 0 })
    expect(await list('--all')).toMatchObject([{ status: 'dismissed' }])
    expect(await status()).toBe(true)
  })

  it.each([
    [[], 'needs one of'],
    [['lst'], 'did you mean "quarantine list"'],
    [['show'], 'takes the id'],
    [['settle', 'x'], '--verdict'],
    [['settle', 'x', '--verdict', 'allow', '--digest', `sha256:${'0'.repeat(64)}`], '--verdict'],
    [['settle', 'x', '--verdict', 'deny', '--digest', 'abc'], '--digest'],
    [['dismiss', 'a', 'b'], 'takes the id'],
  ])('explains %j', async (args, sentence) => {
    const { run } = await withStrangeCallback()
    const { code, err } = await run('quarantine', ...args)
    expect(code).toBe(2)
    expect(err).toContain(sentence)
  })
})
