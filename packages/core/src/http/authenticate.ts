import type { Result } from '../domain/errors.ts'
import type { Principal } from '../domain/principal.ts'
import type { HttpContext, HttpRequest } from './http.ts'

/** Says who sent a request, from its credential alone. Refuses with `unauthenticated` or `too_many_requests`. */
export type Authenticate = (request: HttpRequest, context: HttpContext) => Promise<Result<Principal>>
