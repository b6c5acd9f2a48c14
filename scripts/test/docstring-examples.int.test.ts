// The examples in docstrings compile as they stand, as a user would write them in a file of its own.
import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runTool } from './run-tool.ts'
import { root, seededCopy, type Seeds } from './seeded-copy.ts'

/** The code blocks of a source's docstrings, by a name that says where each stands. */
async function examplesIn(source: string): Promise<readonly (readonly [name: string, code: string])[]> {
  const text = await readFile(join(root, source), 'utf8')
  const blocks = [...text.matchAll(/^ *\* ```ts\n((?: *\*.*\n)*?) *\* ```$/gm)]
  return blocks.map(({ 1: block = '', index }) => {
    const line = text.slice(0, index).split('\n').length
    const code = block.replaceAll(/^ *\* ?/gm, '')
    return [`${source.replaceAll(/[^a-z0-9]+/g, '-')}-${line}.ts`, code]
  })
}

/** What the test projects check by, and nothing but the examples in them. */
const project = JSON.stringify({
  extends: './tsconfig.test.json',
  // Names that nothing else uses are what an example may well have.
  compilerOptions: { noUnusedLocals: false },
  include: ['examples-in-docstrings'],
})

async function compile(examples: Seeds): Promise<{ code: number | null; out: string }> {
  const inFolder = Object.entries(examples).map(([name, code]) => [`examples-in-docstrings/${name}`, code])
  const copy = await seededCopy({ ...Object.fromEntries(inFolder), 'tsconfig.examples.json': project })
  try {
    return await runTool('tsc', ['-p', 'tsconfig.examples.json', '--pretty', 'false'], copy.path)
  } finally {
    await copy.remove()
  }
}

it('they compile', async () => {
  const sources = globSync('packages/*/src/**/*.ts', { cwd: root }).toSorted()
  const examples = (await Promise.all(sources.map(examplesIn))).flat()
  expect(examples.length).toBeGreaterThanOrEqual(8)
  expect(await compile(Object.fromEntries(examples))).toEqual({ code: 0, out: '' })
})

it('one that is wrong is found out', async () => {
  const wrong =
    "import { digestOf } from '@holdpoint/core'\nexport const digest: number = digestOf('a', 'b', { kind: 'c' })\n"
  const { code, out } = await compile({ 'wrong.ts': wrong })
  expect(code).not.toBe(0)
  expect(out).toContain('wrong.ts(2,')
})
