// The document as others' tools read it: Redocly's linter finds nothing to say, examples included.
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { openApiDocument } from '../../src/http/openapi.ts'
import { served } from './served.ts'

const redocly = new URL('../../../../node_modules/.bin/redocly', import.meta.url).pathname

const rules = {
  // The gateway serves its own document: its address is wherever that came from.
  'no-server-example.com': 'error',
  'operation-4xx-response': 'off',
  'no-invalid-media-type-examples': 'error',
  'no-invalid-parameter-examples': 'error',
  'no-invalid-schema-examples': 'error',
  'no-unused-components': 'error',
}

async function lint(document: object): Promise<{ readonly code: number; readonly output: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'holdpoint-openapi-'))
  try {
    await writeFile(join(folder, 'openapi.json'), JSON.stringify(document))
    await writeFile(join(folder, 'redocly.yaml'), JSON.stringify({ extends: ['recommended'], rules }))
    // Off: asks a registry for a newer version of itself, and counts its users.
    const env = { ...process.env, REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', REDOCLY_TELEMETRY: 'off' }
    const run = promisify(execFile)(redocly, ['lint', 'openapi.json', '--max-problems=50'], { cwd: folder, env })
    return await run.then(
      ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
      (error: { code: number; stdout: string; stderr: string }) => ({
        code: error.code,
        output: error.stdout + error.stderr,
      }),
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

it('Redocly finds no problem and gives no warning', async () => {
  const { code, output } = await lint(openApiDocument(served().routes, '1.0.0'))
  expect(output).not.toContain('[1]')
  expect({ code, output }).toMatchObject({ code: 0 })
})

it('and would find one', async () => {
  const broken = JSON.parse(JSON.stringify(openApiDocument(served().routes, '1.0.0')))
  broken.paths['/v1/approvals'].post.requestBody.content['application/json'].example = { action: 1 }
  expect((await lint(broken)).code).not.toBe(0)
})
