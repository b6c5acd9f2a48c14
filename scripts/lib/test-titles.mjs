// Which test files name something in their titles, and links to them.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * By id: test files, and how many of their titles name it.
 * @param {string} root
 * @param {readonly string[]} ids
 * @param {RegExp} pattern what a title holds that names one
 * @param {(title: string) => readonly string[]} idsIn
 * @returns {Map<string, Map<string, number>>}
 */
export function testsByName(root, ids, pattern, idsIn) {
  /** @type {Map<string, Map<string, number>>} */
  const found = new Map(ids.map((id) => [id, new Map()]))
  // Titles stand in quotes of any kind; what only a comment names is shown by nothing.
  const titled = new RegExp(`(['"\`])((?:(?!\\1).)*${pattern.source}(?:(?!\\1).)*)\\1`, 'g')
  for (const file of globSync('{packages,apps}/*/test/**/*.test.{ts,tsx}', { cwd: root }).toSorted()) {
    const text = readFileSync(join(root, file), 'utf8').replaceAll(/^\s*(\/\/|\*).*$/gm, '')
    for (const [, , title = ''] of text.matchAll(titled))
      for (const id of idsIn(title)) {
        const files = found.get(id)
        files?.set(file, (files.get(file) ?? 0) + 1)
      }
  }
  return found
}

/** @param {ReadonlyMap<string, number>} files */
export const linksTo = (files) =>
  [...files].map(([file, times]) => `[${nameOf(file)}](../../${file})${times > 1 ? ` ×${times}` : ''}`).join(', ')

/** `core: service/commit`, from the file's path. */
const nameOf = (/** @type {string} */ file) => {
  const [, name, , ...rest] = file.split('/')
  return `${name}: ${rest.join('/').replace(/\.test\.tsx?$/, '')}`
}
