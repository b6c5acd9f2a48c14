// The machine's table as a page: for each command what it does in which statuses, equal answers in one row.

/**
 * @param {Readonly<Record<string, Readonly<Record<string, string>>>>} machine command → status → answer
 * @returns {string} Markdown
 */
export const stateTablePage = (machine) => {
  const rows = Object.entries(machine).flatMap(([command, cells]) =>
    [...statusesByAnswer(cells)].map(([answer, statuses], n) => {
      const where = statuses.length === Object.keys(cells).length ? 'any' : statuses.map(code).join(', ')
      return `| ${n === 0 ? code(command) : ''} | ${where} | ${saying(answer)} |`
    }),
  )
  return `# State table

Generated from the table that the state machine itself uses, by \`node scripts/reference.mjs\`.

What each command does to an approval, by its status. The status is the effective one, as of the command's time by the
store's clock: a \`pending\` one past its expiry counts as \`expired\`, an \`approved\` one past its grant as \`lapsed\`, a
\`started\` one past its run limit as \`unknown\`, swept or not. Only for \`elapse\`, which is the sweep, it is the stored one.

Unchanged means that nothing is written and the approval is answered as it is; a command whose key was applied before is
always unchanged. Refused means that nothing is written and the answer is that [code](errors.md). Where there is no
approval yet, \`request\` makes one, and all others are refused with \`not_found\`.

| command | in status | what happens |
|---|---|---|
${rows.join('\n')}
`
}

/** @param {Readonly<Record<string, string>>} cells */
const statusesByAnswer = (cells) => {
  /** @type {Map<string, string[]>} */
  const groups = new Map()
  for (const [status, answer] of Object.entries(cells)) groups.set(answer, [...(groups.get(answer) ?? []), status])
  return groups
}

/**
 * An answer of one word is a code, but for `unchanged`; longer ones say what happens.
 * @param {string} answer
 */
const saying = (answer) => (/^\w+$/.test(answer) && answer !== 'unchanged' ? `refused: ${code(answer)}` : answer)

/** @param {string} word */
const code = (word) => `\`${word}\``
