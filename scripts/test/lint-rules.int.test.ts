// The lint rules that the code relies on must bite, the type-aware ones too.
import { expect, it } from 'vitest'
import { runTool } from './run-tool.ts'
import { seededCopy } from './seeded-copy.ts'

const bad = `
const later = async () => 1
export function forget(): void {
  later()
}
export const loose: any = process.env.HOME
export default console.log
`

it('finds floating promises, any, default exports, console and reads of the environment in packages', async () => {
  const copy = await seededCopy({ 'packages/core/src/service/seeded.ts': bad })
  try {
    const { code, out } = await runTool('oxlint', ['--type-aware', '--format', 'unix', 'packages/core/src'], copy.path)
    expect(code).toBe(1)
    const hits = out.split('\n').filter((line) => line.includes('service/seeded.ts'))
    for (const rule of ['no-floating-promises', 'no-explicit-any', 'no-default-export', 'no-console', 'no-process-env'])
      expect(
        hits.filter((line) => line.includes(`${rule})`)),
        rule,
      ).not.toEqual([])
  } finally {
    await copy.remove()
  }
})
