// The gateway's credential: one of two kinds, from the file or the environment, and never both.
import { describe, expect, it } from 'vitest'
import { goodSecret, load, problemsOf } from './config-folder.ts'

describe('auth', () => {
  it.each(['token', 'password'] as const)('takes a %s alone', async (mode) => {
    const secret = goodSecret()
    expect(await load({ auth: { mode, [mode]: secret } })).toMatchObject({ config: { auth: { mode, [mode]: secret } } })
  })

  it.each([
    ['token', 'password'],
    ['password', 'token'],
  ])('mode %s with a %s besides is refused, and names the one that would not count', async (mode, other) => {
    const problems = await problemsOf({ auth: { mode, token: goodSecret(), password: goodSecret() } })
    expect((await problemsOf({ auth: { mode, [other]: goodSecret() } })).map(({ key }) => key).toSorted()).toEqual([
      'auth.password',
      'auth.token',
    ])
    expect(problems).toMatchObject([
      { key: `auth.${other}`, message: expect.stringContaining(`auth.mode is '${mode}'`) },
    ])
  })

  it.each(['token', 'password'] as const)('the environment alone can set a %s', async (mode) => {
    const secret = goodSecret()
    const loaded = await load({}, { [`HOLDPOINT_AUTH_${mode.toUpperCase()}`]: secret })
    expect(loaded).toMatchObject({ config: { auth: { mode, [mode]: secret } } })
  })

  it('both in the environment, or one there against the file’s mode, is refused by name', async () => {
    const both = { HOLDPOINT_AUTH_TOKEN: goodSecret(), HOLDPOINT_AUTH_PASSWORD: goodSecret() }
    expect(await problemsOf({}, both)).toMatchObject([
      { key: 'auth.password', file: 'environment variable HOLDPOINT_AUTH_PASSWORD' },
    ])
    const file = { auth: { mode: 'token', token: goodSecret() } }
    expect(await problemsOf(file, { HOLDPOINT_AUTH_PASSWORD: goodSecret() })).toMatchObject([{ key: 'auth.password' }])
  })

  it('I34: no problem shows the secret', async () => {
    const secret = goodSecret()
    const problems = await problemsOf({ auth: { mode: 'password', password: secret, token: secret } })
    expect(JSON.stringify(problems)).not.toContain(secret)
  })
})
