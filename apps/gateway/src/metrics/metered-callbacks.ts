// The callback handler with its answers counted by status.
import type { HttpHandler } from '@holdpoint/core/http'
import type { Metrics } from './metrics.ts'

export function meteredCallbacks(handler: HttpHandler, { callbacks }: Pick<Metrics, 'callbacks'>): HttpHandler {
  return async (request, context) => {
    const response = await handler(request, context)
    if (response) callbacks.inc({ status: String(response.status) })
    return response
  }
}
