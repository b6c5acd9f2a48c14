// Conditions in CEL: what they mean, what can't be judged, what is refused when it is written, and what they cost.
import { Environment } from '@marcbachmann/cel-js'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../../src/domain/json.ts'
import { newBudget } from '../../src/policy/budget.ts'
import { compileCondition } from '../../src/policy/expression.ts'
import { seed, subjectOf } from './sample.ts'

const input: Json = {
  amount: 250,
  small: 2.5,
  currency: 'EUR',
  ok: true,
  none: null,
  text: 'Hello 👍',
  tags: ['a', 'b', 'b'],
  lines: [{ price: 5 }, { price: 7 }],
  mixed: [1, 'a', null],
  nested: { a: { b: [1, 2, { c: 'd' }] } },
  copy: { a: { b: [1, 2, { c: 'd' }] } },
  empty: [],
}

function judged(text: string, value: Json = input): boolean | undefined {
  const compiled = compileCondition(text)
  if (!compiled.ok) throw new Error(compiled.problem)
  return compiled.value.judge(subjectOf({ input: value }), newBudget())
}

describe('a condition', () => {
  it.each([
    'true',
    'action.kind == "outbound.message"',
    'action.target.channel == "log" && action.target["to"] == "+1555"',
    'requester == "key:bot" && loopName == "default"',
    'action.input.amount < 1000',
    'action.input.amount == 250 && action.input.amount == 250.0',
    'action.input.amount >= 250 && action.input.amount <= 250',
    'action.input.small * 2 + 1 - 6 == 0',
    '-action.input.amount < 0',
    'action.input.amount > 100 ? action.input.ok : false',
    'action.input.none == null',
    'action.input.currency in ["EUR", "USD"]',
    '!(action.input.currency in ["CHF"])',
    '"amount" in action.input && !("absent" in action.input)',
    '"a" in action.input.tags',
    'has(action.input.amount) && !has(action.input.absent)',
    '!has(action.input.__proto__) && !has(action.input.constructor)',
    'size(action.input.tags) == 3 && action.input.text.size() == 7',
    'size(action.input.nested) == 1 && size(action.input.empty) == 0',
    'action.input.text.startsWith("Hello") && action.input.text.endsWith("👍")',
    'action.input.text.contains("lo ") && !action.input.text.contains("LO")',
    'action.input.text.lowerAscii().contains("hello")',
    '"é" == "É".lowerAscii() ? false : true',
    'action.input.currency < "F"',
    'action.input.nested == action.input.copy',
    'action.input.nested != action.input.tags',
    'action.input.nested.a.b[2].c == "d"',
    'action.input.lines.all(line, line.price < 10)',
    '!action.input.lines.all(line, line.price < 6)',
    'action.input.lines.exists(line, line.price == 7)',
    'action.input.tags.exists_one(tag, tag == "a") && !action.input.tags.exists_one(tag, tag == "b")',
    'action.input.empty.all(x, false) && !action.input.empty.exists(x, true)',
    'action.input.mixed.exists(x, x == "a")',
    'action.input.mixed[1] != 1',
    '// a remark\n true',
    // The side that decides needs no other.
    'action.input.absent || true',
    'true || action.input.absent == 1',
    '!(action.input.absent && false)',
    'action.input.mixed.exists(x, x < 5)',
    '!action.input.mixed.all(x, x > 5)',
    // Loops may stand beside each other, and shadow nothing.
    'action.input.tags.all(x, x != "z") && action.input.lines.all(x, x.price > 0)',
  ])('%s: true', (text) => {
    expect(judged(text)).toBe(true)
  })

  it.each([
    'action.input.absent',
    'action.input.absent == 1',
    'action.input.absent == null',
    'action.input.amount',
    'action.input.text',
    'action.input.none',
    'action.input',
    'action.input.amount < "1000"',
    'action.input.none < 1',
    'action.input.ok < true',
    'action.input.tags < action.input.tags',
    'action.input.amount + "1" == "2501"',
    'action.input.text + action.input.text == ""',
    '-action.input.text == 1',
    '!action.input.text',
    'action.input.amount ? true : true',
    'action.input.tags[3] == "c"',
    'action.input.tags[-1] == "c"',
    'action.input.tags[0.5] == "a"',
    'action.input.tags.length == 3',
    'action.input.text.length == 7',
    'action.input.toString == 1',
    'action.input["__proto__"] == 1',
    'action.input.amount in action.input.text',
    'action.input.amount in action.input.nested',
    'size(action.input.amount) == 3',
    'action.input.amount.startsWith("2")',
    'action.input.text.contains(action.input.amount)',
    'has(action.input.absent.deeper)',
    'has(action.input.text.length)',
    'action.input.amount.all(x, true)',
    'action.input.nested.all(x, true)',
    'action.input.mixed.all(x, x < 5)',
    'action.input.mixed.exists(x, x > 5)',
    'action.input.mixed.exists_one(x, x < 5)',
    'action.input.lines.all(x, x.price)',
    'action.input.absent && true',
    'action.input.absent || false',
    'action.input.amount || false',
    '[1, action.input.absent] == [1, 2]',
    'action.input.amount * 1e308 * 1e308 > 0',
  ])('I6: %s can’t be judged', (text) => {
    expect(judged(text)).toBeUndefined()
  })

  it.each<[string, string]>([
    ['1 +', 'line 1, column 4: Unexpected token: EOF'],
    ['true &&\n  )', 'line 2, column 3: Unexpected token: RPAREN'],
    ['action.input.a = 1', 'line 1, column 16: Unexpected character: ='],
    ['"a', 'line 1'],
    ['\u202e', 'line 1, column 1: Unexpected character: ⟨U+202E⟩'],
    ['1', 'it gives int, not true or false'],
    ['"true"', 'it gives string'],
    ['1 == "a"', 'no such overload'],
    ['requester < 1', 'no such overload'],
    ['action', 'name a part of it: action.kind'],
    ['action.inputs.a', 'line 1, column 1: action.inputs is not one of action.kind, action.target, action.input'],
    ['action["input"].a', 'name a part of it'],
    ['amount > 1', 'amount is not one of'],
    ['process.env.X == "1"', 'process is not one of'],
    ['loop == "default"', 'the loop is loopName'],
    ['requester.matches("^(a+)+$")', 'matches() can’t be called'],
    ['matches(requester, "a")', 'matches() can’t be called'],
    ['requester.split("").size() > 1', 'split() can’t be called'],
    ['action.input.l.map(x, x) == []', 'map() can’t be called'],
    ['action.input.l.filter(x, x > 1) == []', 'filter() can’t be called'],
    ['cel.bind(x, 1, x == 1)', 'bind() can’t be called'],
    ['timestamp("2026-01-01T00:00:00Z") < timestamp("2027-01-01T00:00:00Z")', 'timestamp() can’t be called'],
    ['eval("1")', 'eval() can’t be called'],
    ['requester.constructor("x")', 'constructor() can’t be called'],
    ['has(requester)', 'has() takes a field'],
    ['startsWith(requester, "a")', 'startsWith() can’t be called'],
    ['requester.size(1) == 1', 'size() can’t be called'],
    ['action.input.l.all(x, x.all(y, y))', 'a loop within a loop'],
    ['action.input.l.all(x, action.input.l.exists(y, y == x))', 'a loop within a loop'],
    ['action.input.l.all(action, true)', 'a name of its own'],
    ['action.input.l.all(x, true) && x', 'x is not one of'],
    ['action.input.n / 2 == 1', '/ is not available'],
    ['{"a": 1} == action.input', '{…} is not available'],
    ['action.input.n == 1u', 'unsigned numbers'],
    ['action.input.n == b"a"', 'bytes'],
    ['action.input.n == 9007199254740993', 'too large to be held exactly'],
    [`${'('.repeat(40)}true${')'.repeat(40)}`, 'Exceeded maxDepth'],
    [`true${'||true'.repeat(160)}`, 'Exceeded maxAstNodes'],
    [`${'!'.repeat(990)}true`, 'Exceeded'],
    [`"${'a'.repeat(1_000)}" == ""`, 'longer than 1000 characters'],
  ])('%j is refused: %s', (text, problem) => {
    expect(compileCondition(text)).toMatchObject({ ok: false, problem: expect.stringContaining(problem) })
  })
})

const library = new Environment({ homogeneousAggregateLiterals: false })
  .registerVariable('action', 'dyn')
  .registerVariable('requester', 'string')

function byLibrary(text: string, value: Json): unknown {
  try {
    return library.parse(text)({ action: { ...subjectOf().action, input: value }, requester: 'key:bot' })
  } catch {
    return undefined
  }
}

describe('against the library’s own evaluator', () => {
  const leaf = fc.constantFrom('a', 'b', 'l', 'o', 's').map((name) => `action.input.${name}`)
  const literal = fc.constantFrom('1', '2.5', '"x"', '"xy"', 'true', 'null', '[1, "x"]')
  const operand = fc.oneof(
    leaf,
    literal,
    leaf.map((of) => `size(${of})`),
  )
  const comparison = fc
    .tuple(operand, fc.constantFrom('==', '!=', '<', '<=', '>', '>=', 'in'), operand)
    .map(([left, operator, right]) => `(${left} ${operator} ${right})`)
  const test = fc.oneof(
    comparison,
    leaf,
    leaf.map((of) => `has(${of})`),
    leaf.map((of) => `${of}.startsWith("x")`),
    fc.tuple(leaf, fc.constantFrom('all', 'exists', 'exists_one')).map(([of, loop]) => `${of}.${loop}(v, v == 1)`),
  )
  const expression = fc
    .array(fc.tuple(test, fc.constantFrom('&&', '||'), fc.constantFrom('', '!')), { minLength: 1, maxLength: 4 })
    .map((terms) => terms.map(([each, operator, not], i) => `${i === 0 ? '' : ` ${operator} `}${not}${each}`).join(''))
  const scalar = fc.constantFrom<Json>(1, 2.5, 0, 'x', 'xy', '', true, false, null)
  const value = fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }), fc.dictionary(fc.constantFrom('a', 'x'), scalar))
  const inputs = fc.dictionary(fc.constantFrom('a', 'b', 'l', 'o', 's'), value)

  it('whatever both judge they judge alike', () => {
    let both = 0
    fc.assert(
      fc.property(expression, inputs, (text, each) => {
        const compiled = compileCondition(text)
        if (!compiled.ok) return
        const own = compiled.value.judge(subjectOf({ input: each as Json }), newBudget())
        const theirs = byLibrary(text, each)
        if (own === undefined || typeof theirs !== 'boolean') return
        both++
        expect(own, text).toBe(theirs)
      }),
      { numRuns: 20_000, seed },
    )
    expect(both).toBeGreaterThan(2_000)
  })
})

describe('what a condition costs', () => {
  const ints = Array.from({ length: 131_000 }, () => 1)
  const wide = Object.fromEntries(Array.from({ length: 28_000 }, (_, i) => [`k${i}`, 1]))
  const bad = (m: number) => `${'a'.repeat(m / 2)}b${'a'.repeat(m / 2)}`
  it.each<[string, Json]>([
    ['action.input.all(x, x.foo == 1)', ints],
    ['action.input.exists(x, x > 5)', ints],
    [`action.input.all(x, ${Array.from({ length: 40 }, () => 'x == 1').join(' && ')})`, ints],
    ['action.input.a.contains(action.input.b)', { a: 'a'.repeat(170_000), b: bad(85_000) }],
    ['action.input.a.contains(action.input.b)', { a: 'a'.repeat(170_000), b: bad(256) }],
    ['action.input.l.all(x, size(action.input.s) > 1)', { l: ints.slice(0, 60_000), s: 'a'.repeat(130_000) }],
    ['action.input.l.exists(x, x in action.input.l && false)', { l: ints }],
    ['action.input.a == action.input.b', { a: wide, b: { ...wide } }],
    ['action.input.l.exists(x, x == action.input.a)', { l: Array.from({ length: 20_000 }, () => ({})), a: wide }],
    ['action.input.l.exists(x, x.upperAscii() == "b")', { l: Array.from({ length: 20_000 }, () => 'aBcDeFgHiJ') }],
    ['action.input.l.all(x, action.input.s.startsWith(x))', { l: ints.map(() => ''), s: 'a'.repeat(100_000) }],
  ])('%s on 256 KiB: is printed', (text, value) => {
    const compiled = compileCondition(text)
    const budget = newBudget()
    const start = performance.now()
    if (compiled.ok) compiled.value.judge(subjectOf({ input: value }), budget)
    const ms = performance.now() - start
    process.stdout.write(`${text.slice(0, 60)}: ${ms.toFixed(1)} ms, ${Math.round(budget.steps)} steps left\n`)
    expect(compiled.ok).toBe(true)
  })

  it('is bounded: what would take too much work can’t be judged', () => {
    expect(
      judged('action.input.l.all(x, size(action.input.s) > 1)', { l: ints, s: 'a'.repeat(100_000) }),
    ).toBeUndefined()
    expect(
      judged('action.input.a.contains(action.input.b)', { a: 'a'.repeat(170_000), b: bad(85_000) }),
    ).toBeUndefined()
    expect(judged('action.input.l.exists(x, x in action.input.l && false)', { l: ints })).toBeUndefined()
    expect(judged('action.input.a == action.input.b', { a: wide, b: { ...wide } })).toBeUndefined()
  })

  it('leaves room for long but plain inputs', () => {
    expect(judged('action.input.contains("password")', 'lorem ipsum '.repeat(20_000))).toBe(false)
    expect(judged('action.input.all(x, x == 1)', ints)).toBe(true)
    expect(judged('size(action.input) > 200000', 'a'.repeat(250_000))).toBe(true)
  })

  it('survives input nested deeper than the stack', () => {
    let deep: Json = 1
    let other: Json = 1
    for (let i = 0; i < 100_000; i++) [deep, other] = [[deep], [other]]
    expect(judged('action.input[0] == action.input[1]', [deep, other])).toBeUndefined()
  })
})
