// `policy.lines` in the configuration: what is read, how problems are named, and that the examples of the guide work.
import { readFile } from 'node:fs/promises'
import { defaultPolicy, judge, type Json, type Policy } from '@holdpoint/core'
import { describe, expect, it } from 'vitest'
import { configOf, problemsOf } from './config-folder.ts'

const guide = new URL('../../../../docs/how-to/policy.md', import.meta.url)

async function examples(): Promise<string[]> {
  const text = await readFile(guide, 'utf8')
  return [...text.matchAll(/^```json5\n([^]*?)^```$/gm)].map(([, example = '']) => example)
}

type Asked = [kind: string, target: Record<string, string>, input: Json, requester?: string, loop?: string]

const lineOf = (policy: Policy, [kind, target, input, requester = 'key:bot', loop = 'default']: Asked) => {
  const { answer, line } = judge(policy, { loop, requester, action: { kind, target, input } })
  return `${answer} ${line}`
}

describe('the examples of the guide', () => {
  it('are read without a problem or a warning', async () => {
    const all = await examples()
    expect(all).toHaveLength(3)
    for (const example of all) expect((await configOf(example)).warnings).toEqual([])
  })

  it.each<[number, Asked, string]>([
    [0, ['outbound.message', { channel: 'sms', to: '+1900555' }, {}], 'deny no-premium-numbers'],
    [0, ['outbound.message', { channel: 'status' }, {}], 'allow status-page'],
    [0, ['outbound.message', { channel: 'status', to: 'x' }, {}], 'ask all-other-messages'],
    [0, ['tool.call', { tool: 'x' }, {}], 'ask tool.call: always'],
    [0, ['http.route', { path: '/' }, {}], 'ask http.route: on-miss'],
    [1, ['payments.send', {}, { amount: 1_000 }, 'key:bot', 'payments'], 'ask large-payments'],
    [1, ['payments.send', {}, { amount: 999 }, 'key:bot', 'payments'], 'ask payments.send: on-miss'],
    [1, ['payments.refund', {}, { amount: 5, currency: 'EUR' }, 'key:shop-1'], 'allow small-refunds'],
    [1, ['payments.refund', {}, { amount: 5, currency: 'EUR' }, 'key:bot'], 'ask payments.refund: on-miss'],
    [
      1,
      ['payments.refund', {}, { amount: '5', currency: 'EUR' }, 'key:shop-1'],
      'ask small-refunds (its condition could not be judged)',
    ],
    [2, ['outbound.message', {}, { payloads: [{ mediaUrls: ['https://x'] }] }], 'deny no-attachments'],
    [
      2,
      ['outbound.message', { channel: 'smtp', to: 'a@example.com' }, { payloads: [{ text: 'hi' }] }],
      'allow internal-mail',
    ],
    [
      2,
      ['outbound.message', { channel: 'smtp', to: 'a@example.com' }, { payloads: [{ text: 'My PassWord' }] }],
      'ask outbound.message: on-miss',
    ],
    [
      2,
      ['outbound.message', { channel: 'smtp', to: 'a@example.org' }, { payloads: [] }],
      'ask outbound.message: on-miss',
    ],
  ])('%d: %j → %s', async (number, asked, expected) => {
    const { config } = await configOf((await examples())[number])
    expect(lineOf(config.policy, asked)).toBe(expected)
  })
})

describe('policy.lines', () => {
  it('I6: problems name the key, the line in the file and the fix, all at once', async () => {
    const problems = await problemsOf(`{
      maxPending: 0,
      policy: {
        lines: [
          { name: 'a', then: 'allow' },
          { name: 'b', then: 'alow' },
          {
            name: 'a',
            when: {
              target: { to: 5 },
              if: 'action.input.amount <',
            },
            then: 'deny',
            rule: true,
          },
        ],
        denialMemory: { windowMs: 1 },
      },
    }`)
    expect(problems.map(({ key, line }) => [key, line])).toEqual([
      ['maxPending', 2],
      ['policy.lines[1].then', 6],
      ['policy.lines[2].when.target.to', 10],
      ['policy.lines[2].when.if', 11],
      ['policy.lines[2].rule', 14],
      ['policy.denialMemory.windowMs', 17],
    ])
    const condition = problems.find(({ key }) => key.endsWith('.if'))
    expect(condition?.fix).toContain('line 1, column 22: Unexpected token: EOF')
    expect(problems.find(({ key }) => key.endsWith('.rule'))?.fix).toContain('Known are name, when, then')
  })

  it.each<[unknown, string]>([
    [null, 'policy.lines'],
    [{}, 'policy.lines'],
    ['*', 'policy.lines'],
    [[[]], 'policy.lines[0]'],
    [[{ name: 'a', then: 'allow', when: {} }], 'policy.lines[0].when'],
    [[{ name: 'a', then: 'allow', when: { kind: '' } }], 'policy.lines[0].when.kind'],
    [[{ name: 'a', then: '' }], 'policy.lines[0].then'],
    [[{ name: 'a', then: ['allow'] }], 'policy.lines[0].then'],
    [[{ name: 'a', then: 'allow', rules: true }], 'policy.lines[0].rules'],
    [[{ name: 'a', then: 'ask', thresholds: { approve: 0 } }], 'policy.lines[0].thresholds.approve'],
    [
      [
        { name: 'a', then: 'ask' },
        { name: 'a', then: 'ask' },
      ],
      'policy.lines[1].name',
    ],
    [[{ name: 'a', then: 'ask', when: { target: { 'a b': 'x' } } }], "policy.lines[0].when.target['a b']"],
  ])('I6: %j is refused', async (lines, key) => {
    expect((await problemsOf({ policy: { lines } })).map((problem) => problem.key)).toEqual([key])
  })

  it('I6: a section that is no object is one problem', async () => {
    for (const policy of [null, [], 'off', 3])
      expect((await problemsOf({ policy })).map(({ key }) => key)).toEqual(['policy'])
  })

  it('keeps what was asked for, and the default where nothing was', async () => {
    const denialMemory = { windowMs: 60_000, maxDenials: 3 }
    const { config } = await configOf({ policy: { denialMemory, ruleInputKinds: [], grantMs: 5_000 } })
    expect(config.policy).toMatchObject({ denialMemory, ruleInputKinds: [], grantMs: 5_000, lines: [] })
    expect((await configOf({})).config.policy.hash).toBe(defaultPolicy.hash)
  })

  it('takes values from the environment', async () => {
    const lines = [{ name: 'a', when: { requester: '${WHO}' }, then: 'deny' }]
    const { config } = await configOf({ policy: { lines } }, { WHO: 'key:bot' })
    expect(lineOf(config.policy, ['x', {}, {}])).toBe('deny a')
  })

  it('warns of what can hardly be meant', async () => {
    const { warnings } = await configOf({
      policy: {
        lines: [
          { name: 'a', when: { kind: 'outbound.mesage' }, then: 'deny' },
          { name: 'b', when: { loop: 'op' }, then: 'deny' },
          { name: 'c', then: 'ask' },
          { name: 'd', when: { kind: 'x.*' }, then: 'deny' },
        ],
      },
    })
    expect(warnings).toEqual([
      "policy.lines[0].when.kind is a kind of your own; did you mean 'outbound.message'?",
      'policy.lines[1].when.loop names a loop that is not there; loops are default',
      'policy.lines[3] is never reached: policy.lines[2] is about every action',
    ])
  })
})
