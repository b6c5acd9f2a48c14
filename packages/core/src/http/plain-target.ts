// One reading of a guarded route's request target: what two parts of a host could read in two ways is refused, so the
// path that was judged is the path that runs, whatever framework routed it.
import { ok, refuse, type Result } from '../domain/errors.ts'

export interface PlainTarget {
  /** As it was sent. */
  readonly path: string
  /** What follows the `?`, as it was sent; undefined without one. */
  readonly query?: string
}

/** Refuses with `invalid_target`. */
export function parsePlainTarget(target: string): Result<PlainTarget> {
  const cut = target.indexOf('?')
  const path = cut === -1 ? target : target.slice(0, cut)
  const why = whyNotPlain(path) ?? (cut === -1 ? undefined : whyNotText(target.slice(cut + 1)))
  if (why !== undefined) return refuse('invalid_target', `Write the request target plainly: ${why}.`)
  return ok(cut === -1 ? { path } : { path, query: target.slice(cut + 1) })
}

/** Most paths need no second look. */
const obvious = /^(?:\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+\/?$|^\/$/

function whyNotPlain(path: string): string | undefined {
  if (obvious.test(path)) return undefined
  if (!path.startsWith('/')) return 'begin with one slash, without a host'
  const text = whyNotText(path)
  if (text !== undefined) return text
  if (/[\\;]/.test(path)) return 'no backslashes and no `;` parameters'
  const segments = path.slice(1).split('/')
  // One slash at the end is a spelling of its own; inside, an empty segment is what some readers leave out.
  if (segments.slice(0, -1).includes('')) return 'no doubled slashes'
  for (const segment of segments) {
    const why = whyNotSegment(segment)
    if (why !== undefined) return why
  }
  return undefined
}

const whyNotText = (text: string): string | undefined =>
  /^[\x21\x22\x24-\x7e]*$/.test(text) ? undefined : 'visible ASCII characters only, without `#`'

function whyNotSegment(segment: string): string | undefined {
  if (segment === '.' || segment === '..') return 'no dot segments'
  if (!segment.includes('%')) return undefined
  if (/%(?![0-9A-Fa-f]{2})/.test(segment)) return 'no `%` without two hex digits'
  // Letters, digits and the four marks need no encoding (RFC 3986, section 2.3): encoded, they only hide.
  if (/%(?:3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa]|2[DdEe]|5[Ff]|7[Ee])/.test(segment)) return 'encode only what needs it'
  let decoded: string
  try {
    decoded = decodeURIComponent(segment)
  } catch {
    return 'encode text as UTF-8'
  }
  // Full-width and other compatible forms become the plain ones where a reader folds them.
  const folded = decoded.normalize('NFKC')
  if (
    /[/\\;?#]|%[0-9A-Fa-f]{2}|[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u.test(folded) ||
    /^\.+$/.test(folded)
  )
    return 'no encoded slashes, dots, control or invisible characters, and nothing encoded twice'
  return undefined
}
