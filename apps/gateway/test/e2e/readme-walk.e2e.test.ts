// The README's walk, word for word: what it tells people to paste is what runs here.
import { expect, it } from 'vitest'
import type { AnswerBody } from './api.ts'
import { readPage, startWalk } from './walk.ts'

it('the README’s walk holds a message, allows it, and sees it delivered once', async () => {
  const readme = await readPage('README.md')
  const [, block = ''] = /<!-- walk:begin -->\s*```sh\n([\s\S]*?)```\s*<!-- walk:end -->/.exec(readme) ?? []
  expect(block).toContain('http://127.0.0.1:4180/v1/outbound')

  const walk = await startWalk()
  const { code, stdout, complaints } = await walk.run(block)
  expect({ code, complaints }).toEqual({ code: 0, complaints: [] })

  // What curl prints ends without a line break: each answer begins where the one before it ends.
  const answers = stdout.trim().replaceAll('}{', '}\n{').split('\n')
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
  expect(await walk.gateway.delivered()).toHaveLength(1)
})
