// Serves the reviewers' page: the same file at each of its addresses, and what it loads. It answers nobody's question
// about an approval; the page asks the public API for everything. Where it isn't built, its addresses lead to the
// plain pages.
import { matchPath, parseTarget, problem, type Header, type HttpHandler, type HttpRequest } from '@holdpoint/core/http'
import { refuse } from '@holdpoint/core'
import type { AppFile, AppFiles } from './app-files.ts'
import { redirect } from './page.ts'

/** The page's own addresses; and, without the page, the plain page that comes nearest. */
const addresses: readonly { readonly path: readonly string[]; readonly plain: string }[] = [
  { path: [''], plain: '/plain' },
  { path: ['approvals', '{id}'], plain: '/plain/approvals/{id}' },
  { path: ['sign-in'], plain: '/plain/sign-in' },
  { path: ['together'], plain: '/plain' },
  { path: ['history'], plain: '/plain?status=all' },
  { path: ['rules'], plain: '/plain' },
  { path: ['audit'], plain: '/plain' },
  { path: ['attention'], plain: '/plain' },
  { path: ['settings'], plain: '/plain' },
]

/**
 * Nothing inline, nothing from elsewhere, and no way from text to HTML at all (`require-trusted-types-for`). Images are
 * only ones that an action carries itself as `data:`.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

const pageHeaders: readonly Header[] = [
  ['cache-control', 'no-store'],
  ['content-security-policy', contentSecurityPolicy],
  ['x-frame-options', 'DENY'],
  ['referrer-policy', 'same-origin'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()'],
]

const assetHeaders: readonly Header[] = [
  ['cache-control', 'public, max-age=31536000, immutable'],
  ['cross-origin-resource-policy', 'same-origin'],
]

/** Undefined for any path that is none of the page's. */
export function createAppHandler(files: AppFiles | undefined): HttpHandler {
  return async (request) => {
    const segments = parseTarget(request.target)?.segments
    if (segments === undefined) return undefined
    const address = addresses.find(({ path }) => matchPath(path, segments))
    const asset = segments.length === 2 && segments[0] === 'assets' ? files?.assets.get(segments[1] ?? '') : undefined
    if (!address && !asset) return undefined
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return problem(refuse('method_not_allowed', 'This path takes GET, HEAD.'), { headers: [['allow', 'GET, HEAD']] })
    if (asset) return fileAnswer(request, asset, assetHeaders)
    if (files) return fileAnswer(request, files.page, pageHeaders)
    return redirect((address?.plain ?? '/plain').replace('{id}', segments[1] ?? ''))
  }
}

function fileAnswer(request: HttpRequest, { type, bytes, gzipped }: AppFile, headers: readonly Header[]) {
  const takesGzip = /(^|[\s,])gzip\s*(,|$)/.test(request.header('accept-encoding') ?? '')
  const common: readonly Header[] = [
    ['content-type', type],
    ['x-content-type-options', 'nosniff'],
    ['vary', 'accept-encoding'],
    ...headers,
  ]
  return takesGzip
    ? { status: 200, headers: [...common, ['content-encoding', 'gzip'] as const], body: gzipped }
    : { status: 200, headers: common, body: bytes }
}
