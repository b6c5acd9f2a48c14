// The reference of the command line: what `holdpoint help` prints, word for word.

/** @param {string} help */
export const cliPage = (help) => `# The command line

What \`holdpoint help\` prints:

\`\`\`text
${help.trim()}
\`\`\`

Results are on standard output, words for people and the log on standard error. The exit code is 0 for done, 1 for refused or
failed, 2 for not understood. A command asks the running gateway at the address and with the credential of the configuration;
only when nothing listens there it opens the store itself, and then acts as the operator.
`
