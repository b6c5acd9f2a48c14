// Where the person is: the address, read as one of the page's views.
import { createCell } from './cell.ts'

export type Route =
  | {
      readonly view:
        | 'list'
        | 'together'
        | 'history'
        | 'rules'
        | 'audit'
        | 'attention'
        | 'settings'
        | 'sign-in'
        | 'nowhere'
    }
  | { readonly view: 'approval'; readonly id: string }

const views = ['together', 'history', 'rules', 'audit', 'attention', 'settings', 'sign-in'] as const

export function parseRoute(path: string): Route {
  if (path === '/') return { view: 'list' }
  const [, first, second, ...more] = path.split('/')
  if (first === 'approvals' && second !== undefined && second !== '' && more.length === 0)
    return { view: 'approval', id: decoded(second) }
  const view = second === undefined ? views.find((name) => name === first) : undefined
  return { view: view ?? 'nowhere' }
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

export const route = createCell<Route>(parseRoute(location.pathname))
/** How often the person went somewhere: zero on the page as it was opened. */
export const moves = createCell(0)

export const approvalPath = (id: string): string => `/approvals/${encodeURIComponent(id)}`

export function go(path: string, { replace = false }: { readonly replace?: boolean } = {}): void {
  if (path !== location.pathname + location.search) {
    if (replace) history.replaceState(null, '', path)
    else history.pushState(null, '', path)
  }
  arrive()
  scrollTo(0, 0)
}

function arrive(): void {
  moves.set(moves.get() + 1)
  route.set(parseRoute(location.pathname))
}

/** Follows links to the page's own addresses without loading it anew. */
export function followLinks(): void {
  addEventListener('popstate', arrive)
  document.addEventListener('click', (event) => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (!link || link.target !== '' || link.origin !== location.origin || link.hasAttribute('download')) return
    if (parseRoute(link.pathname).view === 'nowhere') return
    event.preventDefault()
    go(link.pathname + link.search)
  })
}
