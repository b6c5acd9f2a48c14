// How policies are read: what is refused and how it is named, the hash that is their version, and that nothing moves.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultPolicy, findPolicyProblems, parsePolicy } from '../../src/policy/policy.ts'
import { policyOf, seed } from './sample.ts'

const ask = { name: 'a', then: 'ask' }
const withLine = (line: object) => ({ lines: [{ ...ask, ...line }] })
const withWhen = (when: unknown) => withLine({ when })

describe('a policy that is refused', () => {
  it.each<[unknown, string | undefined, string]>([
    [null, undefined, 'The policy is not a value it can take. It must be an object with modes, lines'],
    [undefined, undefined, 'The policy is missing.'],
    [[], undefined, 'an object with modes'],
    ['off', undefined, 'an object with modes'],
    [new Map(), undefined, 'an object with modes'],
    [{ mode: {} }, 'mode', 'mode is not a known field. Known are modes, lines'],
    [{ Lines: [] }, 'Lines', 'Did you mean lines?'],
    [{ modes: [] }, 'modes', 'an object such as'],
    [{ modes: null }, 'modes', 'an object such as'],
    [{ modes: { x: 'OFF' } }, 'modes.x', '"off" or "on-miss" or "always"'],
    [{ modes: { x: '' } }, 'modes.x', '"off"'],
    [{ modes: { x: false } }, 'modes.x', '"off"'],
    [{ modes: { '*': 'off' } }, 'modes["*"]', 'is not a name that can be used. It must be a kind'],
    [{ modes: { 'tool.*': 'off' } }, 'modes["tool.*"]', 'a kind'],
    [{ modes: JSON.parse('{"__proto__":"off"}') }, 'modes.__proto__', 'It must be absent'],
    [{ lines: {} }, 'lines', 'a list of lines'],
    [{ lines: null }, 'lines', 'a list of lines'],
    [{ lines: Array.from({ length: 201 }, (_, i) => ({ name: `l${i}`, then: 'ask' })) }, 'lines', 'at most 200'],
    [{ lines: [null] }, 'lines[0]', 'an object with name, when, then'],
    [{ lines: [{}] }, 'lines[0].name', 'is missing. It must be a name'],
    [{ lines: [{ name: 'x' }] }, 'lines[0].then', 'is missing. It must be one of "allow", "ask", "deny"'],
    [withLine({ then: 'APPROVE' }), 'lines[0].then', 'one of'],
    [withLine({ then: 'allow ' }), 'lines[0].then', 'one of'],
    [withLine({ then: ['allow'] }), 'lines[0].then', 'one of'],
    [withLine({ then: true }), 'lines[0].then', 'one of'],
    [withLine({ name: '' }), 'lines[0].name', 'a name'],
    [withLine({ name: 'outbound.message: off' }), 'lines[0].name', 'a name'],
    [withLine({ name: 'a\u202eb' }), 'lines[0].name', 'a name'],
    [withLine({ Then: 'allow' }), 'lines[0].Then', 'Did you mean then?'],
    [withLine({ reviewers: [] }), 'lines[0].reviewers', 'is not a known field'],
    [{ lines: [ask, { ...ask, then: 'deny' }] }, 'lines[1].name', 'another name than that of lines[0]'],
    [withWhen({}), 'lines[0].when', 'leave `when` out'],
    [withWhen(null), 'lines[0].when', 'an object with kind'],
    [withWhen({ method: 'GET' }), 'lines[0].when.method', 'Known are kind, target'],
    [withWhen({ kind: '' }), 'lines[0].when.kind', 'a pattern for a kind'],
    [withWhen({ kind: ['a'] }), 'lines[0].when.kind', 'a pattern for a kind'],
    [withWhen({ kind: 'a\\b' }), 'lines[0].when.kind', 'a backslash stands only before'],
    [withWhen({ kind: 'a'.repeat(1_025) }), 'lines[0].when.kind', '1 to 1024'],
    [withWhen({ requester: '' }), 'lines[0].when.requester', 'a pattern for a requester'],
    [withWhen({ loop: '\ud800' }), 'lines[0].when.loop', 'a pattern for a loop'],
    [withWhen({ target: '*' }), 'lines[0].when.target', 'an object of patterns by field'],
    [withWhen({ target: { to: 1 } }), 'lines[0].when.target.to', 'a pattern'],
    [withWhen({ target: { to: null } }), 'lines[0].when.target.to', 'a pattern'],
    [withWhen({ target: { to: 'a\\' } }), 'lines[0].when.target.to', 'a backslash'],
    [withWhen({ target: { '*': 'x' } }), 'lines[0].when.target["*"]', 'any further fields'],
    [withWhen({ target: { 'to*': 'x' } }), 'lines[0].when.target["to*"]', 'named with'],
    [withWhen({ target: JSON.parse('{"__proto__":"x"}') }), 'lines[0].when.target.__proto__', 'It must be absent'],
    [withWhen({ if: '' }), 'lines[0].when.if', 'it is blank'],
    [withWhen({ if: true }), 'lines[0].when.if', 'a condition in CEL'],
    [withWhen({ if: 'action.input.a ==' }), 'lines[0].when.if', 'line 1, column 18: Unexpected token: EOF'],
    [withWhen({ if: 'requester.matches("a")' }), 'lines[0].when.if', 'matches() can’t be called'],
    [withLine({ then: 'allow', rules: true }), 'lines[0].rules', 'absent, or `then` "ask"'],
    [withLine({ then: 'deny', thresholds: { approve: 2 } }), 'lines[0].thresholds', 'absent, or'],
    [withLine({ then: 'allow', edits: false }), 'lines[0].edits', 'absent, or'],
    [withLine({ then: 'deny', expiresInMs: 5_000 }), 'lines[0].expiresInMs', 'absent, or'],
    [withLine({ when: { kind: 'http.route' }, edits: true }), 'lines[0].edits', 'can’t be edited'],
    [withLine({ rules: 'yes' }), 'lines[0].rules', 'true or false'],
    [withLine({ rules: null }), 'lines[0].rules', 'true or false'],
    [withLine({ expiresInMs: 999 }), 'lines[0].expiresInMs', 'a whole number from 1000 to 2592000000'],
    [withLine({ expiresInMs: 2 ** 31 }), undefined, ''],
    [withLine({ expiresInMs: 2_592_000_001 }), 'lines[0].expiresInMs', 'a whole number'],
    [withLine({ expiresInMs: Number.NaN }), 'lines[0].expiresInMs', 'a whole number'],
    [withLine({ thresholds: { approve: 0 } }), 'lines[0].thresholds.approve', 'a whole number from 1 to 100'],
    [withLine({ thresholds: { deny: 1.5 } }), 'lines[0].thresholds.deny', 'a whole number'],
    [withLine({ thresholds: { reviewers: '*' } }), 'lines[0].thresholds.reviewers', 'a list of reviewers'],
    [withLine({ thresholds: { reviewers: [''] } }), 'lines[0].thresholds.reviewers[0]', 'the id of a reviewer'],
    [withLine({ thresholds: { reviewers: [' ann'] } }), 'lines[0].thresholds.reviewers[0]', 'the id of a reviewer'],
    [withLine({ thresholds: { verdicts: [] } }), 'lines[0].thresholds.verdicts', 'a list of some of'],
    [withLine({ thresholds: { verdicts: ['allow'] } }), 'lines[0].thresholds.verdicts[0]', 'a list of some of'],
    [withLine({ thresholds: { verdicts: ['deny', 'deny'] } }), 'lines[0].thresholds.verdicts', 'each once'],
    [withLine({ thresholds: { reasonRequired: 'yes' } }), 'lines[0].thresholds.reasonRequired', 'one of'],
    [withLine({ thresholds: { aprove: 2 } }), 'lines[0].thresholds.aprove', 'is not a known field'],
    [{ expiresInMs: '5000' }, 'expiresInMs', 'a whole number'],
    [{ grantMs: 0 }, 'grantMs', 'a whole number'],
    [{ maxRunMs: 86_400_001 }, 'maxRunMs', 'a whole number from 1000 to 86400000'],
    [{ denialMemory: {} }, 'denialMemory.windowMs', 'is missing'],
    [{ denialMemory: true }, 'denialMemory', 'an object with windowMs'],
    [{ denialMemory: { windowMs: 5_000, maxDenials: 0 } }, 'denialMemory.maxDenials', 'a whole number from 1'],
    [{ ruleInputKinds: 'tool.call' }, 'ruleInputKinds', 'a list of kinds'],
    [{ ruleInputKinds: ['*'] }, 'ruleInputKinds[0]', 'a kind'],
  ])('I6: %j names %s', (json, field, detail) => {
    const parsed = parsePolicy(json)
    if (detail === '') {
      expect(parsed.ok).toBe(true)
      return
    }
    expect(parsed).toMatchObject({ ok: false, code: 'invalid_config', detail: expect.stringContaining(detail) })
    if (field !== undefined) expect(parsed).toMatchObject({ field })
  })

  it('names all that is wrong with it at once', () => {
    const problems = findPolicyProblems({
      modes: { a: 'of' },
      lines: [
        { name: 'a', then: 'alow' },
        { name: 'b', when: { target: { to: 5 }, if: ')' }, then: 'ask', rule: true },
      ],
      grantMs: -1,
    })
    expect(problems.map(({ path }) => path.join('.'))).toEqual(
      expect.arrayContaining([
        'modes.a',
        'lines.0.then',
        'lines.1.when.target.to',
        'lines.1.when.if',
        'lines.1.rule',
        'grantMs',
      ]),
    )
    expect(problems).toHaveLength(6)
    for (const { message, fix } of problems) expect(`${message} ${fix}`).toMatch(/^is .+\. [A-Z].+[.?]$/s)
  })

  it('of a policy that is fine finds nothing', () => {
    expect(findPolicyProblems({ lines: [ask] })).toEqual([])
  })

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (whole, line) => {
        parsePolicy(whole)
        findPolicyProblems({ lines: [line] })
        parsePolicy(withWhen(line))
      }),
      { numRuns: 3_000, seed },
    )
  })
})

describe('a policy that is taken', () => {
  it('has its defaults filled in', () => {
    expect(policyOf({})).toEqual(defaultPolicy)
    expect(defaultPolicy).toMatchObject({
      modes: {},
      lines: [],
      expiresInMs: 300_000,
      grantMs: 300_000,
      maxRunMs: 900_000,
      ruleInputKinds: ['tool.call'],
    })
    expect(defaultPolicy.denialMemory).toBeUndefined()
  })

  it('takes a field that is undefined for absent', () => {
    expect(policyOf({ lines: undefined, denialMemory: undefined })).toEqual(defaultPolicy)
  })

  it('is frozen, and a copy: what its maker changes later changes nothing', () => {
    const line = { name: 'a', when: { target: { to: 'x' } }, then: 'allow' }
    const policy = policyOf({ lines: [line], modes: { a: 'off' } })
    line.when.target.to = '*'
    line.then = 'deny'
    expect(policy.lines).toEqual([{ name: 'a', when: { target: { to: 'x' } }, then: 'allow' }])
    for (const each of [policy, policy.modes, policy.lines, policy.lines[0], policy.lines[0]?.when?.target])
      expect(Object.isFrozen(each)).toBe(true)
    for (const each of [policy.compiled, policy.compiled[0], policy.ruleInputKinds])
      expect(Object.isFrozen(each)).toBe(true)
  })
})

describe('the hash of a policy', () => {
  const line = {
    name: 'a',
    when: { kind: 'tool.call', target: { a: '1', b: '2' } },
    then: 'ask',
    thresholds: { approve: 2, deny: 1 },
  }
  const base = { modes: { x: 'off', y: 'always' }, lines: [line, { name: 'b', then: 'deny' }], grantMs: 5_000 }

  it('does not depend on the order of keys, nor on defaults being written out', () => {
    const turned = {
      grantMs: 5_000,
      maxRunMs: 900_000,
      lines: [
        {
          thresholds: { deny: 1, approve: 2 },
          then: 'ask',
          when: { target: { b: '2', a: '1' }, kind: 'tool.call' },
          name: 'a',
        },
        { then: 'deny', name: 'b' },
      ],
      modes: { y: 'always', x: 'off' },
    }
    expect(policyOf(turned).hash).toBe(policyOf(base).hash)
    expect(policyOf(base).hash).toMatch(/^sha256:[0-9a-f]{64}$/)
  })

  it.each<[string, object]>([
    ['the order of lines', { ...base, lines: base.lines.toReversed() }],
    ['a mode', { ...base, modes: { x: 'off', y: 'off' } }],
    ['a name', { ...base, lines: [{ ...line, name: 'c' }, base.lines[1]] }],
    ['a pattern', { ...base, lines: [{ ...line, when: { ...line.when, kind: 'tool.*' } }, base.lines[1]] }],
    ['an answer', { ...base, lines: [line, { name: 'b', then: 'allow' }] }],
    ['a time', { ...base, grantMs: 5_001 }],
    ['denial memory', { ...base, denialMemory: { windowMs: 5_000 } }],
    ['the kinds whose rules bind the input', { ...base, ruleInputKinds: [] }],
  ])('is another with %s changed', (_, changed) => {
    expect(policyOf(changed).hash).not.toBe(policyOf(base).hash)
  })
})
