// The table of lessons from elsewhere and the tests that show them, from the ids in the tests' titles.
import { lessons } from './lessons.mjs'
import { linksTo, testsByName } from './test-titles.mjs'

const pattern = /\b(?:D\d{1,2}|[HP][A-Z0-9]{1,6})\b/

/**
 * @param {string} root
 * @returns {string} Markdown
 */
export function lessonsPage(root) {
  const ids = Object.keys(lessons)
  const known = new Set(ids)
  const idsIn = (/** @type {string} */ title) =>
    [...title.matchAll(new RegExp(pattern, 'g'))].map(([id]) => id).filter((id) => known.has(id))
  const rows = [...testsByName(root, ids, pattern, idsIn)].map(([id, files]) => {
    const lesson = lessons[id]
    const shown = linksTo(files) || lesson?.no || '**none yet**'
    return `| ${id} | ${lesson?.from} | ${lesson?.what} | ${lesson?.rule} | ${shown} |`
  })
  return `# Lessons

Generated from the titles of the tests, by \`node scripts/reference.mjs\`: what went wrong elsewhere, the rule that it gives,
and the tests that show that Holdpoint keeps it, or why there is none. D rows are the defects of the change that this project
grew from; H rows are holes that were found in systems of its kind; P rows are other changes that were proposed there.

| | from | what went wrong | the rule here | shown by |
|---|---|---|---|---|
${rows.join('\n')}
`
}
