import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readOrCreateLocalSecrets } from '../../src/config/local-secrets.ts'
import { whyUnusable } from '../../src/config/check-secrets.ts'
import { withLocalSecrets } from '../../src/config/with-local-secrets.ts'
import { loadConfig } from '../../src/config/load-config.ts'
import { goodSecret, withFolder } from './config-folder.ts'

describe('readOrCreateLocalSecrets', () => {
  it('makes them once, for the owner only, and leaves nothing else', async () => {
    await withFolder(async (root) => {
      const dir = join(root, '.holdpoint')
      const made = await readOrCreateLocalSecrets(dir)
      expect(made.created).toBe(true)
      expect(made.operatorToken).not.toBe(made.callbackKey)
      expect([whyUnusable(made.operatorToken), whyUnusable(made.callbackKey)]).toEqual([undefined, undefined])
      expect((await stat(join(dir, 'secrets.json'))).mode & 0o777).toBe(0o600)
      expect((await stat(dir)).mode & 0o777).toBe(0o700)
      expect(await readdir(dir)).toEqual(['secrets.json'])
      expect(await readOrCreateLocalSecrets(dir)).toEqual({ ...made, created: false })
    })
  })

  it('gives everybody the same ones when many processes start at once', async () => {
    await withFolder(async (root) => {
      const dir = join(root, '.holdpoint')
      const all = await Promise.all(Array.from({ length: 20 }, () => readOrCreateLocalSecrets(dir)))
      expect(new Set(all.map((secrets) => secrets.operatorToken)).size).toBe(1)
      expect(all.filter((secrets) => secrets.created)).toHaveLength(1)
      expect(await readdir(dir)).toEqual(['secrets.json'])
    })
  })

  it.each([
    '',
    '{',
    'null',
    '[]',
    '{"v":1}',
    '{"v":1,"operatorToken":"","callbackKey":""}',
    `{"v":2,"operatorToken":"${'a'.repeat(43)}","callbackKey":"${'b'.repeat(43)}"}`,
    `{"v":1,"operatorToken":"${'a'.repeat(43)}","callbackKey":"${'a'.repeat(43)}"}`,
  ])('I6: never replaces a file that holds %j', async (text) => {
    await withFolder(async (dir) => {
      const file = join(dir, 'secrets.json')
      await writeFile(file, text)
      await expect(readOrCreateLocalSecrets(dir)).rejects.toMatchObject({ code: 'invalid_config' })
      expect(await readFile(file, 'utf8')).toBe(text)
    })
  })

  it('says so when the file can’t be read or the folder not written, without the secrets', async () => {
    await withFolder(async (dir) => {
      await mkdir(join(dir, 'a/secrets.json'), { recursive: true })
      await expect(readOrCreateLocalSecrets(join(dir, 'a'))).rejects.toMatchObject({ code: 'invalid_config' })
      await writeFile(join(dir, 'b'), '')
      await expect(readOrCreateLocalSecrets(join(dir, 'b/c'))).rejects.toMatchObject({ code: 'invalid_config' })
      await mkdir(join(dir, 'd'))
      await writeFile(join(dir, 'd/secrets.json'), '{"operatorToken":"sesame-sesame",}')
      const error = await readOrCreateLocalSecrets(join(dir, 'd')).catch((thrown: unknown) => thrown)
      expect(String(error) + String(error instanceof Error ? error.cause : '')).not.toContain('sesame')
      await chmod(join(dir, 'd'), 0o700)
    })
  })
})

describe('withLocalSecrets', () => {
  const loaded = async (dir: string, env: Record<string, string>) => {
    const result = await loadConfig({ cwd: dir, env })
    if (!result.ok) throw new Error(JSON.stringify(result.problems))
    return result.config
  }

  it('fills in what is left out, on loopback', async () => {
    await withFolder(async (dir) => {
      const first = await withLocalSecrets(await loaded(dir, {}))
      const secrets = await readOrCreateLocalSecrets(join(dir, '.holdpoint'))
      expect(first.created).toBe(true)
      expect(first.config.auth).toEqual({ mode: 'token', token: secrets.operatorToken })
      expect(first.config.callback.keys).toEqual([secrets.callbackKey])
      const token = goodSecret()
      const second = await withLocalSecrets(await loaded(dir, { HOLDPOINT_AUTH_TOKEN: token }))
      expect(second.config.auth).toMatchObject({ token })
      expect(second.config.callback.keys).toEqual([secrets.callbackKey])
      const stolen = await loaded(dir, { HOLDPOINT_AUTH_TOKEN: secrets.callbackKey })
      await expect(withLocalSecrets(stolen)).rejects.toMatchObject({ code: 'invalid_config' })
    })
  })

  it('I27: makes no key beyond loopback, where no callback is then accepted', async () => {
    await withFolder(async (dir) => {
      const config = await loaded(dir, { HOLDPOINT_AUTH_TOKEN: goodSecret(), HOLDPOINT_SERVER_HOST: '0.0.0.0' })
      expect(await withLocalSecrets(config)).toMatchObject({ created: false, config: { callback: { keys: [] } } })
      expect(await readdir(dir)).toEqual([])
      const { auth: _, ...open } = config
      await expect(withLocalSecrets(open)).rejects.toMatchObject({ code: 'invalid_config' })
    })
  })
})
