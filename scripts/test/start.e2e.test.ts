// `start` must say what is wrong before it spends a minute on installing.
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { root } from './seeded-copy.ts'

it('start fails at once with one sentence when the port is taken', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const address = server.address()
    const port = address !== null && typeof address === 'object' ? address.port : 0
    const child = spawn(process.execPath, ['scripts/start.mjs', '--', '--port', String(port)], { cwd: root })
    let out = ''
    let problem = ''
    child.stdout.on('data', (text: Buffer) => (out += text.toString()))
    child.stderr.on('data', (text: Buffer) => (problem += text.toString()))
    const code = await new Promise((resolve) => child.on('close', resolve))
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(problem.trim()).toBe(
      `Port ${port} is taken: stop what listens there, or choose another with --port <number>.`,
    )
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
})
