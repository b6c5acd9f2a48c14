import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// Tests import packages by name and run their sources, so one instance of each module is loaded and no build is
// needed first. What is built and published is what the e2e tests run.
const alias = [
  { find: /^@holdpoint\/core\/(http|hitl-sh)$/, replacement: at('packages/core/src/$1/index.ts') },
  { find: '@holdpoint/core/store', replacement: at('packages/core/src/store.ts') },
  { find: /^@holdpoint\/([a-z-]+)$/, replacement: at('packages/$1/src/index.ts') },
]

const project = (name: string, include: string[], timeoutMs: number) => ({
  resolve: { alias },
  test: { name, include, testTimeout: timeoutMs, hookTimeout: timeoutMs, pool: 'forks' as const },
})

const roots = '{packages,apps}/*/test/**/*'

export default defineConfig({
  test: {
    projects: [
      {
        ...project('unit', [`${roots}.test.ts`], 30_000),
        test: { ...project('unit', [`${roots}.test.ts`], 30_000).test, exclude: [`${roots}.{int,e2e}.test.ts`] },
      },
      project('int', [`${roots}.int.test.ts`], 60_000),
      project('e2e', [`${roots}.e2e.test.ts`], 120_000),
    ],
  },
})
