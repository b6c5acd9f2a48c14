// The pieces that the JSON Schemas of the API are made of. Parsers judge; these describe.

export const text = (description: string) => ({ type: 'string', description })
export const time = (description: string) => ({ type: 'string', format: 'date-time', description })
export const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
export const digest = { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' }
export const expiresInMs = { type: 'integer', minimum: 1000, maximum: 2_592_000_000 }
export const loop = { type: 'string', pattern: '^[a-z0-9][a-z0-9_-]{0,63}$' }
export const object = (properties: Record<string, unknown>, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  ...(required.length > 0 && { required }),
})
export const closed = (properties: Record<string, unknown>, required: readonly string[] = []) => ({
  ...object(properties, required),
  additionalProperties: false,
})
