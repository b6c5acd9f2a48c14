// A posted form as plain fields. A field that is sent twice, or isn't there, counts as absent.
import { ok, refuse, type Result } from '@holdpoint/core'
import { readBytes, type BodyLimits, type HttpRequest } from '@holdpoint/core/http'

export type Form = (field: string) => string | undefined

/** Refuses with `unsupported_media_type`, `body_too_large`, `body_timeout`. */
export async function readForm(request: HttpRequest, limits: BodyLimits): Promise<Result<Form>> {
  const [type] = (request.header('content-type') ?? '').split(';')
  if (type?.trim().toLowerCase() !== 'application/x-www-form-urlencoded')
    return refuse('unsupported_media_type', 'This takes a form.')
  const bytes = await readBytes(request, limits)
  if (!bytes.ok) return bytes
  const fields = new URLSearchParams(new TextDecoder().decode(bytes.value))
  return ok((field) => {
    const [value, ...more] = fields.getAll(field)
    return more.length === 0 ? value : undefined
  })
}
