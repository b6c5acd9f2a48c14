// The table of promises and the tests that show them, from the ids in the tests' titles.
import { promises } from './promises.mjs'
import { linksTo, testsByName } from './test-titles.mjs'

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
const findTests = (root) => testsByName(root, Object.keys(promises), /\bI\d{1,2}\b/, promisesIn)

/**
 * @param {string} root
 * @returns {string} Markdown
 */
export function promisesPage(root) {
  const rows = [...findTests(root)].map(
    ([id, files]) => `| ${id} | ${promises[id]?.replaceAll('|', '\\|')} | ${linksTo(files) || '**none yet**'} |`,
  )
  return `# Promises

Generated from the titles of the tests, by \`node scripts/reference.mjs\`. What each test does stands in it; \`×3\` says that
three titles of the file name the promise. How they are checked in made-up worlds: [the simulation](simulation.md).

| | promise | shown by |
|---|---|---|
${rows.join('\n')}
`
}
