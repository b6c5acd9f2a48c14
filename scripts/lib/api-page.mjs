// The HTTP API as a page, from the OpenAPI document.

/**
 * @typedef {{ description?: string, headers?: Record<string, unknown>, content?: Record<string, { schema: Ref, example?: unknown }> }} Answer
 * @typedef {{ $ref?: string }} Ref
 * @typedef {{ name: string, in: string, description?: string }} Parameter
 * @typedef {{ operationId: string, tags: string[], summary: string, description?: string, security: unknown[], parameters: (Parameter & Ref)[], requestBody?: { required: boolean, content: Record<string, { schema: Ref, example?: unknown }> }, responses: Record<string, Answer> }} Operation
 * @typedef {{ tags: { name: string, description: string }[], paths: Record<string, Record<string, Operation>>, components: { parameters: Record<string, Parameter> } }} Document
 */

/** @param {string} text */
const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

/** @param {Ref} ref */
const lastOf = ({ $ref = '' }) => $ref.split('/').at(-1) ?? ''

/**
 * @param {Document} document
 * @returns {string} Markdown
 */
export function apiPage(document) {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
  const chapters = document.tags.map(({ name, description }) => {
    const own = operations.filter(({ operation }) => operation.tags.includes(name))
    return own.length === 0
      ? ''
      : `## ${name}\n\n${description}\n\n${own.map((call) => section(document, call)).join('\n')}`
  })
  return `# HTTP API

Generated from the routes themselves, by \`node scripts/reference.mjs\`. [The OpenAPI 3.1 document](openapi.json) has every
field; a running gateway serves its own at \`/openapi.json\`.

Bodies are JSON. Times are ISO 8601 in UTC, absent fields are left out, and further fields may be added. Send
\`Authorization: Bearer <key>\`. Every error is a problem of RFC 9457 with a stable [\`code\`](errors.md), and its \`type\` leads to
what the code means. Another loop's things look like things that don't exist: \`404\`.

${chapters.filter((chapter) => chapter !== '').join('\n')}`
}

/**
 * @param {Document} document
 * @param {{ method: string, path: string, operation: Operation }} call
 */
function section(document, { method, path, operation }) {
  const { summary, description, security, parameters, requestBody, responses } = operation
  const known = parameters
    .map((parameter) => (parameter.$ref ? document.components.parameters[lastOf(parameter)] : parameter))
    .filter((parameter) => parameter !== undefined && parameter.in !== 'path')
  const parts = [`### \`${method} ${path}\``, `${summary}.${security.length === 0 ? ' Needs no credential.' : ''}`]
  if (description) parts.push(description)
  if (known.length > 0) {
    const rows = known.map((it) => `| \`${it?.name}\` | ${it?.in} | ${cell(it?.description ?? '')} |`)
    parts.push(['| parameter | in | |', '|---|---|---|', ...rows].join('\n'))
  }
  const body = Object.values(requestBody?.content ?? {})[0]
  if (body) {
    const optional = requestBody?.required ? '' : ', which may be left out'
    parts.push(`Body: \`${lastOf(body.schema)}\`${optional}.`, block(body.example))
  }
  const answers = Object.entries(responses)
    .filter(([status]) => status !== 'default')
    .map(([status, answer]) => `| ${status} | ${answerOf(answer)} | ${cell(answer.description ?? '')} |`)
  parts.push(['| status | body | |', '|---|---|---|', ...answers].join('\n'))
  return `${parts.join('\n\n')}\n`
}

/** @param {Answer} answer */
const answerOf = ({ content }) => {
  const [media] = Object.values(content ?? {})
  return media ? `\`${lastOf(media.schema)}\`` : ''
}

/** @param {unknown} example */
const block = (example) => `\`\`\`json\n${JSON.stringify(example, null, 2)}\n\`\`\``
