// Fills what pages in Markdown take from elsewhere: programs from files that run in CI, and lists of pages from the pages.
//
//   <!-- snippet: examples/koa.mjs#guard -->     the code block that follows is that region of the file, or the whole file
//   <!-- pages: docs/how-to -->…<!-- /pages -->  a line for each page of that folder, with its title
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const ignored = /(^|\/)(node_modules|dist|[.][^/]+)$/

/**
 * Every page that takes something from elsewhere, as it has to be.
 * @param {string} root
 * @returns {Readonly<Record<string, string>>} path from the root → Markdown
 */
export const filledPages = (root) => {
  const pages = globSync('**/*.md', { cwd: root, exclude: (path) => ignored.test(path) }).toSorted()
  return Object.fromEntries(
    pages.flatMap((page) => {
      const text = fill(root, page)
      return text === undefined ? [] : [[page, text]]
    }),
  )
}

/**
 * @param {string} root
 * @param {string} page its path from the root
 * @returns {string | undefined} undefined where nothing is to be filled
 */
const fill = (root, page) => {
  const text = readFileSync(join(root, page), 'utf8')
  if (!/^<!-- (snippet|pages): /m.test(text)) return undefined
  return text
    .replaceAll(
      /^<!-- snippet: (\S+?)(?:#(\S+))? -->\n+(```+)(\w*)\n[\s\S]*?^\3$/gm,
      (_, path, region, fence, language) => {
        const code = regionOf(readFileSync(join(root, path), 'utf8'), region, path)
        return `<!-- snippet: ${path}${region ? `#${region}` : ''} -->\n${fence}${language}\n${code}\n${fence}`
      },
    )
    .replaceAll(/^<!-- pages: (\S+) -->\n[\s\S]*?^<!-- \/pages -->$/gm, (_, folder) => {
      const listed = globSync(`${folder}/*.md`, { cwd: root }).toSorted()
      return `<!-- pages: ${folder} -->\n${listed.map((each) => listLine(root, page, each)).join('\n')}\n<!-- /pages -->`
    })
}

/**
 * The file without the comment it opens with, or the lines between `// #region name` and `// #endregion`, without what
 * they are all indented by and without the marks of regions.
 * @param {string} code
 * @param {string | undefined} region
 * @param {string} path
 */
export const regionOf = (code, region, path) => {
  const lines = code.split('\n')
  const isMark = (/** @type {string} */ line) => /^\s*\/\/ #(end)?region\b/.test(line)
  const from = region === undefined ? lines.findIndex((line) => !line.startsWith('//')) : markOf(lines, region) + 1
  if (region !== undefined && from === 0) throw new Error(`${path} has no region ${region}: write // #region ${region}`)
  const end =
    region === undefined
      ? -1
      : lines.findIndex((line, index) => index > from && line.trim() === `// #endregion ${region}`)
  if (region !== undefined && end < 0)
    throw new Error(`Region ${region} of ${path} has no end: write // #endregion ${region}`)
  const taken = lines.slice(from, end < 0 ? undefined : end).filter((line) => !isMark(line))
  const indents = taken.filter((line) => line.trim() !== '').map((line) => line.search(/\S/))
  const common = Math.min(...indents)
  return taken
    .map((line) => line.slice(common))
    .join('\n')
    .trim()
}

/**
 * @param {readonly string[]} lines
 * @param {string} region
 */
const markOf = (lines, region) => lines.findIndex((line) => line.trim() === `// #region ${region}`)

/**
 * @param {string} root
 * @param {string} page where the list stands
 * @param {string} listed
 */
const listLine = (root, page, listed) => {
  const title = /^# (.+)$/m.exec(readFileSync(join(root, listed), 'utf8'))?.[1] ?? listed
  return `- [${title}](${relative(dirname(page), listed)})`
}
