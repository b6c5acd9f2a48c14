// Where plugins may be: named in the configuration, inside its folder unless the path is written in full.
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { loadConfig } from '../../src/config/load-config.ts'
import { withFolder } from './config-folder.ts'

async function judged(plugins: (outer: string) => unknown) {
  return withFolder(async (outer) => {
    const dir = join(outer, 'gateway')
    await mkdir(join(dir, 'plugins'), { recursive: true })
    for (const file of [join(outer, 'outside.mjs'), join(dir, 'plugins/echo.mjs')]) await writeFile(file, '')
    await symlink(join(outer, 'outside.mjs'), join(dir, 'plugins/link.mjs'))
    await writeFile(join(dir, 'holdpoint.config.json5'), JSON.stringify({ plugins: plugins(outer) }, null, 1))
    const loaded = await loadConfig({ cwd: dir, env: {} })
    return loaded.ok
      ? loaded.config.plugins.map((path) => path.replace(outer, ''))
      : loaded.problems.map(({ key, line, message }) => `${line} ${key} ${message}`)
  })
}

it('takes files of its folder by relative paths, and any by full ones', async () => {
  expect(await judged((outer) => ['./plugins/echo.mjs', join(outer, 'outside.mjs')])).toEqual([
    '/gateway/plugins/echo.mjs',
    '/outside.mjs',
  ])
})

it('refuses by key and line what is not there, leads out, is named twice or is no path', async () => {
  expect(
    await judged(() => [
      './nowhere.mjs',
      '../outside.mjs',
      'plugins/link.mjs',
      './plugins',
      'plugins/echo.mjs',
      './plugins/echo.mjs',
    ]),
  ).toEqual([
    '3 plugins[0] is no file that can be read.',
    '4 plugins[1] leads out of this file’s folder.',
    '5 plugins[2] leads out of this file’s folder.',
    '6 plugins[3] is no file that can be read.',
    '8 plugins[5] is the same file as plugins[4].',
  ])
  expect(await judged(() => [1, ''])).toEqual(['3 plugins[0] is 1.', '4 plugins[1] is blank.'])
})
