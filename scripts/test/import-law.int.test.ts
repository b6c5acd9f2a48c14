// Every rule of the import law must bite: one violation of each is seeded into a copy of the tree, and found.
import { globSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { runTool } from './run-tool.ts'
import { root, seededCopy } from './seeded-copy.ts'

interface Cruise {
  readonly summary: {
    readonly totalCruised: number
    readonly violations: readonly { readonly rule: { readonly name: string }; readonly from: string }[]
    readonly ruleSetUsed: { readonly forbidden: readonly { readonly name: string }[] }
  }
}

const core = 'packages/core/src'
const value = 'export const seeded = 1\n'

/** The rule, the file that breaks it, and the import by which it does. */
const violations: readonly (readonly [rule: string, file: string, text: string])[] = [
  ['core-domain', `${core}/domain/seeded.ts`, `import type { Store } from '../ports.ts'\nexport type Seeded = Store\n`],
  ['core-parse', `${core}/parse/seeded.ts`, `export * from '../service/seeded.ts'\n`],
  ['core-records', `${core}/records/seeded.ts`, `export * from '../parse/seeded-leaf.ts'\n`],
  ['core-policy', `${core}/policy/seeded.ts`, `export * from '../ports.ts'\n`],
  ['core-hitl-sh', `${core}/hitl-sh/seeded.ts`, `export type { Store } from '../ports.ts'\n`],
  ['core-webhooks', `${core}/webhooks/seeded.ts`, `export * from '../gate/seeded.ts'\n`],
  ['core-service', `${core}/service/seeded.ts`, `export * from '../http/seeded-leaf.ts'\n`],
  ['core-gate', `${core}/gate/seeded.ts`, `export * from '../parse/seeded-leaf.ts'\n`],
  ['core-http', `${core}/http/seeded.ts`, `export * from '../store.ts'\n`],
  [
    'core-ports',
    `${core}/ports.ts`,
    `import '../src/parse/seeded-leaf.ts'\nexport interface Store { close(): void }\n`,
  ],
  ['core-runs-anywhere', `${core}/service/seeded-node.ts`, `export { join } from 'node:path'\n`],
  ['core-packages', `${core}/service/seeded-package.ts`, `export { assert } from 'fast-check'\n`],
  ['domain-packages', `${core}/domain/seeded-zod.ts`, `export { z } from 'zod'\n`],
  ['siblings-of-core', `${core}/service/seeded-store.ts`, `export * from '@holdpoint/storage-memory'\n`],
  ['siblings-of-storage', 'packages/storage-memory/src/seeded.ts', `export * from '@holdpoint/core/http'\n`],
  ['siblings-of-adapter', 'packages/adapter-http/src/seeded.ts', `export * from '@holdpoint/core/store'\n`],
  ['siblings-of-framework-adapter', 'packages/adapter-seeded/src/index.ts', `export * from '@holdpoint/core/store'\n`],
  ['siblings-of-client', 'packages/client/src/seeded.ts', `export * from '@holdpoint/core/hitl-sh'\n`],
  ['siblings-of-provider-client', 'packages/client-hitl-sh/src/seeded.ts', `export * from '@holdpoint/core/http'\n`],
  ['siblings-of-testkit', 'packages/testkit/src/seeded.ts', `export * from '@holdpoint/storage-memory'\n`],
  ['entries-only', 'apps/gateway/src/seeded.ts', `export * from '../../../packages/core/src/domain/errors.ts'\n`],
  ['no-app-is-imported', 'packages/testkit/src/seeded-app.ts', `export * from '../../../apps/gateway/src/seeded.ts'\n`],
  ['no-test-in-src', 'packages/storage-memory/src/seeded-kit.ts', `export * from '@holdpoint/testkit'\n`],
  ['no-circular', `${core}/domain/seeded-a.ts`, `import type { B } from './seeded-b.ts'\nexport type A = B | 1\n`],
  ['resolvable', 'apps/gateway/src/seeded-deep.ts', `export * from '@holdpoint/core/domain/machine'\n`],
]

const leaves = {
  [`${core}/http/seeded-leaf.ts`]: value,
  [`${core}/parse/seeded-leaf.ts`]: value,
  [`${core}/domain/seeded-b.ts`]: `import type { A } from './seeded-a.ts'\nexport type B = A | 2\n`,
}

async function cruise(cwd: string): Promise<Cruise> {
  const sources = globSync('{packages,apps}/*/src', { cwd })
  const { out } = await runTool(
    'depcruise',
    ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...sources],
    cwd,
  )
  return JSON.parse(out)
}

describe('the import law', () => {
  let found: Cruise
  beforeAll(async () => {
    const copy = await seededCopy({
      ...leaves,
      ...Object.fromEntries(violations.map(([, file, text]) => [file, text])),
    })
    try {
      found = await cruise(copy.path)
    } finally {
      await copy.remove()
    }
  })

  it.each(violations)('%s bites on %s', (rule, file) => {
    const broken = found.summary.violations.filter(({ from }) => from === file).map((each) => each.rule.name)
    expect(broken).toContain(rule)
  })

  it('has no rule that is not proved here', () => {
    const rules = found.summary.ruleSetUsed.forbidden.map(({ name }) => name)
    expect(rules.toSorted()).toEqual(violations.map(([rule]) => rule).toSorted())
  })

  it('reads the real tree: with the wrong TypeScript it would read nothing and be content', async () => {
    const { summary } = await cruise(root)
    expect(summary.totalCruised).toBeGreaterThan(20)
  })
})
