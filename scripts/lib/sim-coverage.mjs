// Which cells of the machine's table a simulation exercised, as lines to print.

/**
 * @param {Map<string, number>} cells times by `command status`, every cell of the table with at least 0
 * @returns {string[]}
 */
export function listCells(cells) {
  const never = [...cells].filter(([, times]) => times === 0).map(([cell]) => cell)
  const lines = [`cells of the table: ${cells.size - never.length} of ${cells.size} exercised`]
  const byCommand = Map.groupBy(never, (cell) => cell.split(' ')[0] ?? '')
  for (const [command, missing] of byCommand)
    lines.push(`  never: ${command} on ${missing.map((cell) => cell.split(' ')[1]).join(', ')}`)
  return lines
}
