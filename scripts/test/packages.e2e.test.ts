// The packages from the outside: what their tarballs hold, and each README's program in a project that installed them.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inspectPackage, ownCodeBytes } from '../packages/inspect.mjs'
import { publishedPackages } from '../packages/list.mjs'
import { packPackage, type Packed } from '../packages/pack.mjs'
import { createScratch, installedIn, programIn, runProgram, tryGateway } from '../packages/scratch.mjs'
import { scratchProjects } from '../packages/scratch-projects.mjs'
import { runTool } from './run-tool.ts'
import { root } from './seeded-copy.ts'

let tarballs = ''
let packed: readonly Packed[] = []

beforeAll(async () => {
  tarballs = await mkdtemp(join(tmpdir(), 'holdpoint-tarballs-'))
  packed = await Promise.all(publishedPackages().map((each) => packPackage(each, tarballs)))
})

afterAll(() => rm(tarballs, { recursive: true, force: true }))

it('every tarball is clean, resolves, and is no larger than its bound', async () => {
  const rows = packed.map(
    (each) => `  ${each.manifest.name.padEnd(28)} ${String(ownCodeBytes(each)).padStart(8)} bytes`,
  )
  process.stdout.write(`own code as published:\n${rows.join('\n')}\n`)
  const problems = await Promise.all(
    packed.map(async (each) => (await inspectPackage(each)).map((problem) => `${each.manifest.name}: ${problem}`)),
  )
  expect(problems.flat()).toEqual([])
})

it('every package has a project here that installs it', () => {
  const tried = new Set(['@holdpoint/gateway', '@holdpoint/inbox', ...scratchProjects.map(({ readmeOf }) => readmeOf)])
  expect(packed.map(({ manifest }) => manifest.name).filter((name) => !tried.has(name))).toEqual([])
})

it('the gateway runs by its bin, and brings its inbox', async () => {
  const scratch = await createScratch(packed, { packages: ['@holdpoint/gateway'] })
  try {
    const installed = await installedIn(scratch.folder)
    expect(['fastify', 'koa', '@holdpoint/testkit'].filter((name) => installed.has(name))).toEqual([])
    const answers = await tryGateway(scratch.folder)
    expect(answers).toEqual({ '/healthz': 200, '/readyz': 200, '/': 200, '/v1/approvals': 401, code: 0 })
  } finally {
    await scratch.remove()
  }
})

describe('in a project of its own', () => {
  for (const { readmeOf, packages, others = [], without, env = {} } of scratchProjects)
    it(`the program of ${readmeOf}’s README runs`, async () => {
      const folder = packed.find(({ manifest }) => manifest.name === readmeOf)?.folder ?? ''
      const program = programIn(await readFile(join(folder, 'README.md'), 'utf8'))
      if (!program) expect.fail('it has no complete program')
      const scratch = await createScratch(packed, { packages, others })
      try {
        const installed = await installedIn(scratch.folder)
        expect(without.filter((name) => installed.has(name))).toEqual([])
        const { code, output } = await runProgram(scratch.folder, program, env)
        expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' })
      } finally {
        await scratch.remove()
      }
    })
})

it('a dry run of the release says what would be published, under which versions', async () => {
  const { code, out } = await runTool('node', ['scripts/release.mjs', '--dry-run'], root)
  process.stdout.write(out)
  expect(code).toBe(0)
  for (const { manifest } of packed)
    expect(out).toMatch(new RegExp(`${manifest.name} 0\\.0\\.0 → 0\\.1\\.0, \\d+ bytes`))
  expect(out).toContain('peer @holdpoint/core ^0.1.0')
})
