// One-time sign-in codes: one winner, in time, and nothing kept that could be used again.
import { describe, expect, it } from 'vitest'
import type { Account } from '../../src/auth/account.ts'
import type { Accounts } from '../../src/auth/accounts.ts'
import { operatorPrincipal } from '../../src/auth/principals.ts'
import { createSignInLinks, toSignInUrl } from '../../src/auth/sign-in-links.ts'
import { countingStore } from './counting-store.ts'

const operator = { principal: operatorPrincipal('inbox'), epoch: 'now' }

function linksOf(store = countingStore(), find: () => Account | undefined = () => operator) {
  const accounts: Accounts = { find: async (id) => (id === 'operator' ? find() : undefined) }
  const links = createSignInLinks({ store, accounts })
  const create = async () => {
    const link = await links.create('operator')
    if (link === undefined) throw new Error('no link')
    return link
  }
  return { ...links, create }
}

describe('sign-in links', () => {
  it('signs in exactly one of 50 who use a link at once', async () => {
    const links = linksOf()
    const { code } = await links.create()
    const results = await Promise.all(Array.from({ length: 50 }, () => links.consume(code)))
    expect(results.filter((account) => account !== undefined)).toEqual([operator])
    expect(await links.consume(code)).toBeUndefined()
  })

  it('I8: works until 15 minutes have passed by the store’s clock, and then no more', async () => {
    let now = 1_000
    const store = countingStore(() => now)
    const links = linksOf(store)
    const [early, late] = [await links.create(), await links.create()]
    now = 1_000 + 15 * 60_000 - 1
    expect(await links.consume(early.code)).toBeDefined()
    now += 1
    expect(await links.consume(late.code)).toBeUndefined()
  })

  it('I32: forged codes cost no write, and malformed ones no read', async () => {
    const store = countingStore()
    const links = linksOf(store)
    for (const code of ['', 'x', 'A'.repeat(42), 'A'.repeat(44), `${'A'.repeat(42)}\n`])
      expect(await links.consume(code)).toBeUndefined()
    expect(store.reads).toBe(0)
    expect(await links.consume('A'.repeat(43))).toBeUndefined()
    expect(store.reads).toBe(1)
    expect(store.writes).toBe(0)
  })

  it('I34: keeps only the code’s hash, and puts the code where no server sees it (HRCHV)', async () => {
    const store = countingStore()
    const { code } = await linksOf(store).create()
    const page = await store.list('links', {
      facets: [undefined, undefined, undefined, undefined],
      limit: 100,
      direction: 'ascending',
      now: 0,
    })
    expect(page.items).toHaveLength(1)
    expect(JSON.stringify(page.items)).not.toContain(code)
    expect(toSignInUrl('https://hold.example/', code)).toBe(`https://hold.example/sign-in#${code}`)
    expect(toSignInUrl('https://hold.example/at', code)).toBe(`https://hold.example/at/sign-in#${code}`)
  })

  it('clears expired links away as new ones are made', async () => {
    let now = 0
    const store = countingStore(() => now)
    const links = linksOf(store)
    for (let n = 0; n < 5; n += 1) await links.create()
    now = 16 * 60_000
    await links.create()
    expect(await store.due('links', now + 60 * 60_000, 100)).toHaveLength(1)
  })

  it('I30: is void once the sessions it would begin are', async () => {
    let account: Account | undefined = operator
    const links = linksOf(countingStore(), () => account)
    const [reset, removed, kept] = [await links.create(), await links.create(), await links.create()]
    account = { ...operator, epoch: 'later' }
    expect(await links.consume(reset.code)).toBeUndefined()
    account = undefined
    expect(await links.consume(removed.code)).toBeUndefined()
    account = operator
    expect(await links.consume(kept.code)).toEqual(operator)
  })

  it('is for nobody who can’t sign in', async () => {
    expect(
      await createSignInLinks({ store: countingStore(), accounts: { find: async () => undefined } }).create('x'),
    ).toBe(undefined)
  })
})
