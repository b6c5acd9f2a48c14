// Reads what a page in Markdown links to, and the places in it that can be linked to. Code blocks hold neither.

const withoutFences = (text: string) => text.replaceAll(/^( *)(```+|~~~+).*\n(?:.*\n)*?\1\2.*$/gm, '')
const withoutCode = (text: string) => withoutFences(text).replaceAll(/`[^`\n]*`/g, '')

/** The targets of links and images, as they are written, those in tags of HTML too. */
export function linksIn(text: string): readonly string[] {
  const prose = withoutCode(text)
  const found = [
    ...prose.matchAll(/\]\(\s*<?([^\s)>]+)>?(?:\s+"[^"]*")?\s*\)/g),
    ...prose.matchAll(/^ {0,3}\[[^\]]+\]:\s*(\S+)/gm),
    ...prose.matchAll(/<(?:a|img|source)\s[^>]*?(?:href|src|srcset)="([^"]+)"/g),
  ]
  return found.map(([, target = '']) => target)
}

/** The names that links may put after `#`, made from headings as GitHub makes them. */
export function anchorsIn(text: string): ReadonlySet<string> {
  const prose = withoutFences(text)
  const anchors = new Set([...prose.matchAll(/<[a-z]+\s[^>]*?(?:id|name)="([^"]+)"/g)].map(([, name = '']) => name))
  for (const [, heading = ''] of prose.matchAll(/^ {0,3}#{1,6}\s+(.+?)\s*#*$/gm)) {
    const slug = heading
      .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
      .replaceAll(' ', '-')
    let anchor = slug
    for (let n = 1; anchors.has(anchor); n += 1) anchor = `${slug}-${n}`
    anchors.add(anchor)
  }
  return anchors
}

/** Paths of this repository that prose names in backticks, such as `examples/koa.mjs`; patterns and placeholders are none. */
export function pathsNamedIn(text: string): readonly string[] {
  const found = withoutFences(text).matchAll(/`((?:docs|examples|packages|apps|scripts|etc)\/[^`\s]+)`/g)
  return [...found].map(([, path = '']) => path).filter((path) => !/[*<>{}…$()]/.test(path))
}
