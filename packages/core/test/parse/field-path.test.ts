import { expect, it } from 'vitest'
import { fieldPath } from '../../src/parse/field-path.ts'

it.each([
  [[], ''],
  [['action', 'target', 'to'], 'action.target.to'],
  [['payloads', 0, 'text'], 'payloads[0].text'],
  [[0, 1], '[0][1]'],
  [['target', 'x.y'], 'target["x.y"]'],
  [['a b'], '["a b"]'],
  [[''], '[""]'],
  [['a"]['], '["a\\u0022]["]'],
  [['\u202e'], '["\\u202e"]'],
  [['\\'], '["\\u005c"]'],
])('fieldPath(%j) is %s', (path, text) => {
  expect(fieldPath(path)).toBe(text)
})

it('cuts what is long, and keeps the end of the path', () => {
  expect(fieldPath(['x'.repeat(65)])).toBe(`["${'x'.repeat(64)}..."]`)
  const long = fieldPath([...Array<string>(64).fill('x'.repeat(64)), 'last'])
  expect(long).toHaveLength(400)
  expect(long).toMatch(/^\.\.\..*\.last$/)
})
