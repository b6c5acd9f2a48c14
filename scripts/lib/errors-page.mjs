// The table of error codes as a page.

/**
 * @typedef {object} ErrorRow
 * @property {number} status
 * @property {number} [gateStatus]
 * @property {'no' | 'later' | 'changed'} retry
 * @property {string} meaning
 */

/**
 * @param {Readonly<Record<string, ErrorRow>>} table
 * @returns {string} Markdown
 */
export const errorsPage = (table) => {
  const rows = Object.entries(table)
    .toSorted(([a, left], [b, right]) => left.status - right.status || (a < b ? -1 : 1))
    .map(([code, { status, gateStatus, retry, meaning }]) => {
      const statuses = gateStatus === undefined ? `${status}` : `${status} (${gateStatus})`
      return `| \`${code}\` | ${statuses} | ${retries[retry]} | ${meaning.replaceAll('|', '\\|')} |`
    })
  return `# Errors

Generated from the table in core, by \`node scripts/reference.mjs\`.

Over HTTP every error is a problem of RFC 9457 (\`application/problem+json\`) with a stable \`code\`; \`detail\` says more in
words that may change, \`field\` names what is wrong, and \`approval\` is the approval it is about, where you may see it. In
code a refusal is the value \`{ ok: false, code, detail, field? }\`, and \`HoldpointError\` carries the same codes.

The status in brackets is that of \`/v1/outbound\` and of guarded routes, where the answer stands for the action itself.

| code | status | the same call again | meaning |
|---|---|---|---|
${rows.join('\n')}
`
}

/** @type {Readonly<Record<ErrorRow['retry'], string>>} */
const retries = { no: 'gets the same answer', later: 'may succeed later', changed: 'may succeed once it is changed' }
