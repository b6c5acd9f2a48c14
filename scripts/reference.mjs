// Writes the reference pages that come from core's own tables and from the tests' titles, and fills the pages that take
// programs and lists from elsewhere. With `--check` it only compares.
// Reads the built core and gateway, so build first.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { apiDocument } from './lib/api-document.mjs'
import { apiPage } from './lib/api-page.mjs'
import { cliPage } from './lib/cli-page.mjs'
import { errorsPage } from './lib/errors-page.mjs'
import { filledPages } from './lib/filled-pages.mjs'
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

/**
 * Writes what isn't as it should be, unless it is only to be checked.
 * @param {readonly (readonly [path: string, text: string])[]} files
 * @returns {readonly string[]} the paths of those
 */
const bring = (files) => {
  const stale = files.filter(([path, text]) => {
    const at = join(root, path)
    return !existsSync(at) || readFileSync(at, 'utf8') !== text
  })
  for (const [path, text] of isCheck ? [] : stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return stale.map(([path]) => path)
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
  const references = Object.entries(pages).map(([name, text]) => /** @type {const} */ ([`${folder}/${name}`, text]))
  // Lists of pages take the titles from the references too, so those come first.
  const stale = [...bring(references), ...bring(Object.entries(filledPages(root)))]
  if (isCheck && stale.length > 0)
    fail(
      `Not as tables, tests and programs say: ${stale.join(' and ')}; run \`node scripts/reference.mjs\` and commit it.`,
    )
} else {
  fail('There is no built core and gateway to take the references from: run `pnpm build` first.')
}
