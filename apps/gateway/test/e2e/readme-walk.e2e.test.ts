// The README's walk, word for word: what it tells people to paste is what runs here.
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { copyFile, readFile, rm, symlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { AnswerBody } from './api.ts'
import { cleanEnv, root, startGateway } from './gateway-process.ts'
import { runProgram } from './run-program.ts'

it('the README’s walk holds a message, allows it, and sees it delivered once', async () => {
  const readme = await readFile(join(root, 'README.md'), 'utf8')
  const [, block = ''] = /<!-- walk:begin -->\s*```sh\n([\s\S]*?)```\s*<!-- walk:end -->/.exec(readme) ?? []
  expect(block).toContain('http://127.0.0.1:4180/v1/outbound')

  // A folder that is the workspace to whoever works in it, but whose state is its own.
  const dir = mkdtempSync(join(tmpdir(), 'holdpoint-readme-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  for (const name of ['package.json', 'pnpm-workspace.yaml']) await copyFile(join(root, name), join(dir, name))
  for (const name of ['node_modules', 'apps', 'packages']) await symlink(join(root, name), join(dir, name))
  const port = (await freePort(4180)) ?? (await freePort(0)) ?? 0
  const gateway = await startGateway({ dir, port })
  onTestFinished(() => gateway.remove())

  const env = cleanEnv(port === 4180 ? {} : { HOLDPOINT_SERVER_PORT: String(port) })
  const script = block.replaceAll(':4180/', `:${port}/`)
  const walk = await runProgram('bash', ['-c', script], { cwd: dir, env, timeoutMs: 90_000 })
  // npm and pnpm may have warnings of the machine's; nothing else is said there.
  const complaints = walk.stderr.split('\n').filter((line) => line !== '' && !/^npm (warn|notice)/.test(line))
  expect({ code: walk.code, complaints }).toEqual({ code: 0, complaints: [] })

  // What curl prints ends without a line break: each answer begins where the one before it ends.
  const answers = walk.stdout.trim().replaceAll('}{', '}\n{').split('\n')
  const [held, decided, ended, line, ...more] = answers.map((text): AnswerBody & { payload?: object } =>
    JSON.parse(text),
  )
  expect(more).toEqual([])
  expect(held).toMatchObject({ outcome: 'held', approval: { status: 'pending' } })
  const id = held?.approval?.id
  expect(decided).toMatchObject({ id, status: 'approved', votes: [{ verdict: 'allow-once' }] })
  expect(decided?.votes?.[0]?.reviewer).toMatch(/^key:alice-/)
  expect(ended).toMatchObject({ id, status: 'succeeded', outcome: 'succeeded' })
  expect(line).toMatchObject({ approval: id, to: '+1555', payload: { text: 'Hello from the bot' } })
  expect(await gateway.delivered()).toHaveLength(1)
})

/** This port if nobody has it, any for 0. */
async function freePort(port: number): Promise<number | undefined> {
  const probe = createServer()
  try {
    probe.listen(port, '127.0.0.1')
    await once(probe, 'listening')
    const address = probe.address()
    return typeof address === 'object' && address !== null ? address.port : undefined
  } catch {
    return undefined
  } finally {
    probe.close()
  }
}
