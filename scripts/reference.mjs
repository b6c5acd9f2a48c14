// Writes the reference pages that come from core's own tables and from the tests' titles. With `--check` it only compares.
// Reads the built core and gateway, so build first.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { apiDocument } from './lib/api-document.mjs'
import { apiPage } from './lib/api-page.mjs'
import { cliPage } from './lib/cli-page.mjs'
import { errorsPage } from './lib/errors-page.mjs'
import { lessonsPage } from './lib/lessons-page.mjs'
import { promisesPage } from './lib/promises-page.mjs'
import { root } from './lib/run.mjs'
import { stateTablePage } from './lib/state-table-page.mjs'

const isCheck = process.argv.includes('--check')
const built = join(root, 'packages/core/dist/index.js')
const builtHelp = join(root, 'apps/gateway/dist/cli/help.js')
const folder = 'docs/reference'

/** @param {string} sentence */
const fail = (sentence) => {
  process.stderr.write(`${sentence}\n`)
  process.exitCode = 1
}

if (existsSync(built) && existsSync(builtHelp)) {
  /** @type {typeof import('../packages/core/src/index.ts')} */
  const { describeMachine, errorTable } = await import(pathToFileURL(built).href)
  /** @type {typeof import('../apps/gateway/src/cli/help.ts')} */
  const { helpText } = await import(pathToFileURL(builtHelp).href)
  const api = await apiDocument(root)
  const pages = {
    'api.md': apiPage(api),
    'openapi.json': `${JSON.stringify(api, null, 2)}\n`,
    'cli.md': cliPage(helpText),
    'state-table.md': stateTablePage(describeMachine()),
    'errors.md': errorsPage(errorTable),
    'promises.md': promisesPage(root),
    'lessons.md': lessonsPage(root),
  }
  const stale = Object.entries(pages).filter(([name, text]) => {
    const path = join(root, folder, name)
    return !existsSync(path) || readFileSync(path, 'utf8') !== text
  })
  if (isCheck) {
    const names = stale.map(([name]) => `${folder}/${name}`).join(' and ')
    if (stale.length > 0)
      fail(`Not as tables and tests say: ${names}; run \`node scripts/reference.mjs\` and commit it.`)
  } else {
    mkdirSync(join(root, folder), { recursive: true })
    for (const [name, text] of stale) writeFileSync(join(root, folder, name), text)
  }
} else {
  fail('There is no built core and gateway to take the references from: run `pnpm build` first.')
}
