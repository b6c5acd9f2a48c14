// Runs one of the workspace's tools and hands back what it said and how it ended.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from './seeded-copy.ts'

/** Rejects only if the tool could not be started. */
export function runTool(
  name: string,
  args: readonly string[],
  cwd: string,
): Promise<{ code: number | null; out: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(root, 'node_modules/.bin', name), args, {
      cwd,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, FORCE_COLOR: '0' },
    })
    let out = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, out }))
  })
}
