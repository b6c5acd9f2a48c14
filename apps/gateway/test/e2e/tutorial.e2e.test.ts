// The tutorial, word for word: its commands run one after the other in one shell, and say what the page says they do.
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { readPage, startWalk } from './walk.ts'

const restart = 'touch restart-please; while [ -e restart-please ]; do sleep 0.1; done\n'

it('the tutorial leads from two keys to a verdict, a denial, a rule and a policy (I1, I31)', async () => {
  const page = await readPage('docs/tutorial.md')
  const parts = [...page.matchAll(/^<!-- run -->\n```sh\n([\s\S]*?)^```$|^<!-- restart -->$/gm)]
  const script = parts.map(([, block = restart]) => block).join('\n')
  expect(parts.length).toBeGreaterThanOrEqual(8)
  expect(script).toContain(restart)

  const walk = await startWalk()
  const ended = walk.run(script)
  const flag = join(walk.dir, 'restart-please')
  let isOver = false
  void ended.finally(() => (isOver = true))
  while (!isOver && !existsSync(flag)) await sleep(50)
  await walk.gateway.stop()
  await walk.gateway.start()
  await rm(flag, { force: true })

  const { code, stdout, complaints } = await ended
  expect({ code, complaints }).toEqual({ code: 0, complaints: [] })
  const said = stdout.split('\n').filter((line) => /^(not )?deployed/.test(line))
  expect(said).toEqual([
    'deployed 1.2.3',
    'not deployed: denied',
    'deployed 1.2.4',
    'deployed 1.2.4',
    'deployed 1.3.0-rc',
    'not deployed: denied',
  ])
  expect(stdout).toContain('"line":"never-latest"')
})
