// The table of promises and the tests that show them, from the ids in the tests' titles.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promises } from './promises.mjs'

/**
 * The promises that a title names: `I2: …`, `… (I8, I11)`, `I1–I5 …`.
 * @param {string} title
 * @returns {string[]}
 */
export const promisesIn = (title) =>
  [...title.matchAll(/\bI(\d{1,2})(?:–I(\d{1,2}))?\b/g)].flatMap(([, from, to = from]) =>
    Array.from({ length: Number(to) - Number(from) + 1 }, (_, n) => `I${Number(from) + n}`),
  )

/**
 * By promise: test files, and how many of their titles name it.
 * @param {string} root
 * @returns {Map<string, Map<string, number>>}
 */
function findTests(root) {
  /** @type {Map<string, Map<string, number>>} */
  const found = new Map(Object.keys(promises).map((id) => [id, new Map()]))
  for (const file of globSync('{packages,apps}/*/test/**/*.test.{ts,tsx}', { cwd: root }).toSorted()) {
    const text = readFileSync(join(root, file), 'utf8')
    // Titles stand in quotes of any kind; what only a comment names is shown by nothing.
    const titles = text
      .replaceAll(/^\s*(\/\/|\*).*$/gm, '')
      .matchAll(/(['"`])((?:(?!\1).)*\bI\d{1,2}\b(?:(?!\1).)*)\1/g)
    for (const [, , title = ''] of titles)
      for (const id of promisesIn(title)) {
        const files = found.get(id)
        files?.set(file, (files.get(file) ?? 0) + 1)
      }
  }
  return found
}

/**
 * @param {string} root
 * @returns {string} Markdown
 */
export function promisesPage(root) {
  const rows = [...findTests(root)].map(([id, files]) => {
    const shown = [...files].map(([file, times]) => `[${nameOf(file)}](../../${file})${times > 1 ? ` ×${times}` : ''}`)
    return `| ${id} | ${promises[id]?.replaceAll('|', '\\|')} | ${shown.join(', ') || '**none yet**'} |`
  })
  return `# Promises

Generated from the titles of the tests, by \`node scripts/reference.mjs\`. What each test does stands in it; \`×3\` says that
three titles of the file name the promise. How they are checked in made-up worlds: [the simulation](simulation.md).

| | promise | shown by |
|---|---|---|
${rows.join('\n')}
`
}

/** `core: service/commit`, from the file's path. */
const nameOf = (/** @type {string} */ file) => {
  const [, name, , ...rest] = file.split('/')
  return `${name}: ${rest.join('/').replace(/\.test\.tsx?$/, '')}`
}
