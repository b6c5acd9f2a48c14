// Every link in a page of this repository leads somewhere, down to the heading, and every path that prose names is there.
import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { anchorsIn, linksIn, pathsNamedIn } from './markdown.ts'
import { root } from './seeded-copy.ts'

const pages = globSync('**/*.md', {
  cwd: root,
  exclude: (path) => /(^|\/)(node_modules|dist|[.](?!changeset)[^/]+)$/.test(path),
}).toSorted()

const read = (path: string) => readFileSync(path, 'utf8')

/** Why the link leads nowhere; undefined if it leads somewhere, or out of this repository. */
function problemOf(page: string, link: string): string | undefined {
  if (/^[a-z][a-z+.-]*:/i.test(link) || link.startsWith('//')) return undefined
  const [path = '', anchor] = link.split('#', 2)
  const target = path === '' ? join(root, page) : join(root, dirname(page), decodeURIComponent(path))
  if (relative(root, target).startsWith('..')) return `${link} leads out of the repository`
  if (!existsSync(target)) return `${link} is not there`
  if (anchor === undefined) return undefined
  if (statSync(target).isDirectory()) {
    const readme = join(target, 'README.md')
    return existsSync(readme) && anchorsIn(read(readme)).has(anchor) ? undefined : `${link} has no such heading`
  }
  return !target.endsWith('.md') || anchorsIn(read(target)).has(anchor) ? undefined : `${link} has no such heading`
}

describe('links in Markdown', () => {
  it('there are pages to look at', () => {
    expect(pages).toEqual(expect.arrayContaining(['README.md', 'docs/README.md', 'packages/core/README.md']))
  })

  it.each(pages)('%s', (page) => {
    const text = read(join(root, page))
    const broken = linksIn(text).flatMap((link) => problemOf(page, link) ?? [])
    const missing = pathsNamedIn(text).filter((path) => !existsSync(join(root, path.replace(/[:#].*$/, ''))))
    expect({ broken, missing }).toEqual({ broken: [], missing: [] })
  })

  it('every page of docs can be reached from the map', () => {
    const reached = new Set<string>()
    const visit = (page: string) => {
      if (reached.has(page) || !page.endsWith('.md') || !existsSync(join(root, page))) return
      reached.add(page)
      for (const link of linksIn(read(join(root, page))).filter((each) => !each.includes(':')))
        visit(join(dirname(page), link.replace(/#.*$/, '')))
    }
    visit('docs/README.md')
    expect(pages.filter((page) => page.startsWith('docs/') && !reached.has(page))).toEqual([])
  })

  it('decisions have one number each, without a gap, and say it in their title', () => {
    const decisions = globSync('docs/decisions/*.md', { cwd: root }).toSorted()
    const numbers = decisions.map((path) => Number(/\/(\d{4})-/.exec(path)?.[1]))
    expect(numbers).toEqual(decisions.map((_, index) => index + 1))
    for (const [index, path] of decisions.entries())
      expect(read(join(root, path)), path).toMatch(new RegExp(`^# ${index + 1}[.] `))
  })
})

describe('the check itself', () => {
  const text = [
    '# A `b` (c)',
    '## Same',
    '## Same',
    '[x](y.md#z) ![i](<p.png>)',
    '```',
    '[no](no.md)',
    '```',
    '`[no](n)`',
  ]

  it('reads links, and none of code', () => expect(linksIn(text.join('\n'))).toEqual(['y.md#z', 'p.png']))

  it('makes anchors as GitHub does', () => expect([...anchorsIn(text.join('\n'))]).toEqual(['a-b-c', 'same', 'same-1']))

  it('finds what leads nowhere', () => {
    expect(problemOf('README.md', 'docs/nowhere.md')).toBe('docs/nowhere.md is not there')
    expect(problemOf('README.md', 'CONTRIBUTING.md#nowhere')).toBe('CONTRIBUTING.md#nowhere has no such heading')
    expect(problemOf('README.md', '../elsewhere')).toBe('../elsewhere leads out of the repository')
    expect(problemOf('README.md', 'CONTRIBUTING.md#the-map')).toBeUndefined()
    expect(problemOf('README.md', 'https://example.com/x#y')).toBeUndefined()
  })
})
