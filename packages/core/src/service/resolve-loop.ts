// Which loop a call is about.
import { ok, refuse, type Result } from '../domain/errors.ts'
import { mayUseLoop, type Principal } from '../domain/principal.ts'

/** The loop it names, else the principal's only one, else `default` if it may use that. */
export function resolveLoop(
  principal: Principal,
  loop: string | undefined,
  isKnown: (loop: string) => boolean,
): Result<string> {
  const [only, ...others] = principal.loops
  const meant = loop ?? (only !== undefined && only !== '*' && others.length === 0 ? only : 'default')
  if (mayUseLoop(principal, meant) && isKnown(meant)) return ok(meant)
  return loop === undefined
    ? refuse('invalid_request', 'loop is missing; say which: your key is for several.', 'loop')
    : refuse('not_found', 'There is no such loop.', 'loop')
}
