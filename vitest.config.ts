import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// Tests import packages by name and run their sources, so one instance of each module is loaded and no build is
// needed first. What is built and published is what the e2e tests run.
const alias = [
  { find: /^@holdpoint\/core\/(http|hitl-sh|webhooks)$/, replacement: at('packages/core/src/$1/index.ts') },
  { find: '@holdpoint/core/store', replacement: at('packages/core/src/store.ts') },
  { find: '@holdpoint/testkit/faults', replacement: at('packages/testkit/src/faults/index.ts') },
  { find: /^@holdpoint\/([a-z-]+)$/, replacement: at('packages/$1/src/index.ts') },
]

const roots = '{packages/*/test,apps/*/test,scripts/test}/**/*'

/**
 * Two workers suit the smallest machine that CI has. The simulation takes both for itself, so it comes after the rest;
 * e2e tests start servers and browsers, so they come last.
 */
const project = (name: string, suffix: string, exclude: string[], timeoutMs: number, groupOrder: number) => ({
  resolve: { alias },
  test: {
    name,
    include: [`${roots}${suffix}`],
    exclude,
    testTimeout: timeoutMs,
    hookTimeout: timeoutMs,
    pool: 'forks' as const,
    maxWorkers: 2,
    sequence: { groupOrder },
  },
})

export default defineConfig({
  test: {
    projects: [
      project('unit', '.test.ts', [`${roots}.{int,sim,e2e}.test.ts`], 30_000, 0),
      project('int', '.int.test.ts', [], 60_000, 0),
      project('sim', '.sim.test.ts', [], 600_000, 1),
      project('e2e', '.e2e.test.ts', [], 120_000, 2),
    ],
  },
})
