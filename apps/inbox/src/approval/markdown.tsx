// Markdown as it may look to who receives it. Elements are made of its tokens, never of HTML text; links lead nowhere
// and show their address; images are named, not loaded.
import MarkdownIt, { type Token } from 'markdown-it'
import type { ComponentChildren, JSX } from 'preact'
import { createElement } from 'preact'
import { useMessages } from '../messages/language.ts'
import { Shown, ShownLines } from '../text/shown.tsx'

const parser = new MarkdownIt({ html: false, linkify: false })
// Nothing here follows an address, so none needs to be left out: what is odd about it shall be seen.
parser.validateLink = () => true
parser.normalizeLink = (address: string) => address
parser.normalizeLinkText = (text: string) => text

/** Anything else is drawn as a plain box. Headings are the text's, not this page's. */
const elements: Readonly<Record<string, keyof JSX.IntrinsicElements>> = {
  p: 'p',
  strong: 'strong',
  em: 'em',
  s: 's',
  ul: 'ul',
  ol: 'ol',
  li: 'li',
  blockquote: 'blockquote',
  table: 'table',
  thead: 'thead',
  tbody: 'tbody',
  tr: 'tr',
  th: 'th',
  td: 'td',
}

export function Markdown({ text }: { readonly text: string }) {
  const t = useMessages()
  return (
    <div class="markdown" role="group" aria-label={t.formatted}>
      {draw(parser.parse(text, {}), t.imageOf)}
    </div>
  )
}

type ImageOf = (address: string) => string

interface Open {
  readonly token: Token | undefined
  readonly children: ComponentChildren[]
}

function draw(tokens: readonly Token[], imageOf: ImageOf): ComponentChildren {
  const open: Open[] = [{ token: undefined, children: [] }]
  const add = (child: ComponentChildren) => open.at(-1)?.children.push(child)
  for (const token of tokens) {
    if (token.nesting === 1) open.push({ token, children: [] })
    else if (token.nesting === -1) {
      const closed = open.length > 1 ? open.pop() : undefined
      if (closed?.token) add(drawElement(closed.token, closed.children))
    } else add(drawLeaf(token, imageOf))
  }
  return open.flatMap(({ children }) => children)
}

function drawElement(token: Token, children: ComponentChildren[]): ComponentChildren {
  if (token.type === 'link_open')
    return (
      <span class="link">
        <u>{children}</u> <Address address={attribute(token, 'href')} />
      </span>
    )
  if (token.type === 'heading_open')
    return (
      <p>
        <strong class="heading">{children}</strong>
      </p>
    )
  return createElement(elements[token.tag] ?? 'div', {}, ...children)
}

function drawLeaf(token: Token, imageOf: ImageOf): ComponentChildren {
  switch (token.type) {
    case 'inline':
      return draw(token.children ?? [], imageOf)
    case 'softbreak':
    case 'hardbreak':
      return <br />
    case 'hr':
      return <hr />
    case 'code_inline':
      return (
        <code>
          <Shown text={token.content} />
        </code>
      )
    case 'fence':
    case 'code_block':
      return (
        <pre>
          <ShownLines text={token.content} />
        </pre>
      )
    case 'image':
      return (
        <span class="link">
          {imageOf(token.content)} <Address address={attribute(token, 'src')} />
        </span>
      )
    default:
      return <ShownLines text={token.content} />
  }
}

const attribute = (token: Token, name: string): string => String(token.attrGet(name) ?? '')

function Address({ address }: { readonly address: string }) {
  return (
    <code class="address">
      <Shown text={address} />
    </code>
  )
}
