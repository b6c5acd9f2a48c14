// The envelope that every call is answered with [DOCS-A errors].

export interface Reply {
  readonly status: number
  readonly error: boolean
  readonly msg: string
  readonly data?: unknown
}

export const good = (msg: string, data: unknown, status = 200): Reply => ({ status, error: false, msg, data })

export const bad = (status: number, msg: string, data?: unknown): Reply => ({ status, error: true, msg, data })

export const notAnObject = (): Reply =>
  bad(400, 'Invalid request body', { field: 'body', issue: 'must be a JSON object' })
