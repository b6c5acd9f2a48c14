// Passwords: what is kept of them, what they cost, and that nobody learns which names there are.
import { describe, expect, it } from 'vitest'
import { createBoundedQueue } from '../../src/auth/bounded-queue.ts'
import { createPasswords } from '../../src/auth/passwords.ts'

const cheap = { ln: 4, r: 8, p: 1 }
const password = 'four-words-none-expects'

async function hashed(cost = cheap, text = password) {
  const hash = await createPasswords({ cost }).hash(text)
  if (!hash.ok) throw new Error(hash.detail)
  return hash.value
}

describe('passwords', () => {
  it('keeps a salted hash with its parameters, and tells the right one', async () => {
    const [one, other] = [await hashed(), await hashed()]
    expect(one).toMatch(/^\$scrypt\$ln=4,r=8,p=1\$[\w-]{22}\$[\w-]{43}$/)
    expect(one).not.toBe(other)
    const passwords = createPasswords({ cost: cheap })
    expect(await passwords.check(password, one)).toEqual({ ok: true, value: { matches: true, outdated: false } })
    for (const wrong of ['', `${password} `, password.toUpperCase(), password.slice(1), 'x'.repeat(100_000)])
      expect(await passwords.check(wrong, one)).toMatchObject({ value: { matches: false } })
  })

  it('takes the same letters in another Unicode form', async () => {
    const composed = 'größenwahn-am-bahnhof'.normalize('NFC')
    const stored = await hashed(cheap, composed)
    const check = await createPasswords({ cost: cheap }).check(composed.normalize('NFD'), stored)
    expect(check).toMatchObject({ value: { matches: true } })
  })

  it('says when the parameters have changed since', async () => {
    const check = await createPasswords({ cost: { ...cheap, p: 2 } }).check(password, await hashed())
    expect(check).toEqual({ ok: true, value: { matches: true, outdated: true } })
  })

  it.each([
    '$scrypt$ln=30,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    '$scrypt$ln=4,r=99,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    '',
    password,
    '$argon2id$v=19$m=65536,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA',
  ])('I6: nothing matches the stored text %j', async (stored) => {
    for (const text of ['', password, stored])
      expect(await createPasswords({ cost: cheap }).check(text, stored)).toMatchObject({ value: { matches: false } })
  })

  it.each(['', 'short', 'elevenchars', 'x'.repeat(257), 'passwordpassword', 'aaaaaaaaaaaaaaaa', '0123456789abcdef'])(
    'refuses to set %j',
    async (text) => {
      expect(await createPasswords({ cost: cheap }).hash(text)).toMatchObject({ ok: false, field: 'password' })
    },
  )

  it('prints how long a name takes that exists and one that doesn’t', async () => {
    const cost = { ln: 13, r: 8, p: 1 }
    const passwords = createPasswords({ cost })
    const stored = await hashed(cost)
    const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] }
    // In turn: what else the machine does then slows both alike.
    for (let n = 0; n < 15; n += 1)
      for (const name of ['known', 'unknown'] as const) {
        const began = performance.now()
        await passwords.check('wrong-password', name === 'known' ? stored : undefined)
        times[name].push(performance.now() - began)
      }
    // The fastest of each: the rest tells of the machine.
    const fastest = (of: readonly number[]) => Math.min(...of).toFixed(2)
    process.stdout.write(
      `password check, fastest ms: known name ${fastest(times.known)}, unknown ${fastest(times.unknown)} (goal: equal)\n`,
    )
  })
})

describe('the queue', () => {
  it('I32: runs two at once, lets 32 wait, and turns the rest away at once', async () => {
    const queue = createBoundedQueue({ atOnce: 2, maxWaiting: 32 })
    let [running, most] = [0, 0]
    const ends: (() => void)[] = []
    const task = async () => {
      most = Math.max(most, (running += 1))
      await new Promise<void>((resolve) => ends.push(resolve))
      running -= 1
    }
    const taken = Array.from({ length: 100 }, () => queue.run(task))
    expect(taken.filter((one) => one !== undefined)).toHaveLength(34)
    let done = false
    const all = Promise.all(taken.map(async (one) => one)).then(() => (done = true))
    while (!done) {
      ends.splice(0).forEach((end) => end())
      await new Promise((resolve) => setImmediate(resolve))
    }
    await all
    expect(most).toBe(2)
    expect(queue.run(async () => 1)).toBeDefined()
  })

  it('goes on after a task that fails', async () => {
    const queue = createBoundedQueue({ atOnce: 1, maxWaiting: 1 })
    await expect(queue.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await queue.run(async () => 'yes')).toBe('yes')
  })
})
