// The picture in docs/architecture.md shows what the sources really import.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { differences, readPicture, type Import } from './picture.ts'
import { runTool } from './run-tool.ts'
import { root } from './seeded-copy.ts'

interface Cruise {
  readonly modules: readonly {
    readonly source: string
    readonly dependencies: readonly { readonly resolved: string }[]
  }[]
}

const isOurs = (path: string) => /^(packages|apps)\/[^/]+\/src\//.test(path)

async function importsAsTheyAre(): Promise<readonly Import[]> {
  const sources = globSync('{packages,apps}/*/src', { cwd: root })
  const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...sources]
  const { modules }: Cruise = JSON.parse((await runTool('depcruise', args, root)).out)
  return modules
    .flatMap(({ source, dependencies }) => dependencies.map(({ resolved }) => [source, resolved] as const))
    .filter((pair) => pair.every(isOurs))
}

describe('the picture of the architecture', () => {
  it('has an arrow, or a way along arrows, for each import, and none that stands for no import', async () => {
    const imports = await importsAsTheyAre()
    expect(imports.length).toBeGreaterThan(300)
    const picture = readPicture(readFileSync(join(root, 'docs/architecture.md'), 'utf8'))
    expect(differences(picture, imports)).toEqual([])
  })
})

describe('the comparison itself', () => {
  const page = [
    '```mermaid',
    'graph TD',
    '  %% a: a/**',
    '  %% b: b/*.ts',
    '  %% c: c/**',
    '  a[A] ',
    '  a --> b',
    '  b --> c',
    '```',
  ]
  const picture = readPicture(page.join('\n'))
  const right: readonly Import[] = [
    ['a/x.ts', 'b/y.ts'],
    ['b/y.ts', 'c/d/z.ts'],
    ['a/x.ts', 'c/z.ts'],
    ['a/x.ts', 'a/v.ts'],
  ]

  it('is content with what is right', () => expect(differences(picture, right)).toEqual([]))

  it('finds an import that no arrow allows', () =>
    expect(differences(picture, [...right, ['c/z.ts', 'a/x.ts']])).toEqual([
      'c --> a is missing: c/z.ts imports a/x.ts',
    ]))

  it('finds an arrow that nothing stands behind', () =>
    expect(differences(picture, right.slice(0, 1))).toEqual(['nothing imports what b --> c says']))

  it('finds a file that has no box', () =>
    expect(differences(picture, [...right, ['a/x.ts', 'd/w.ts']])).toEqual(['d/w.ts is in no box']))
})
