// Rows of words under each other, for people at a terminal.
import { printable } from './command-result.ts'

/** The first row is the heading. */
export function toTable(rows: readonly (readonly string[])[]): string {
  const table = rows.map((row) => row.map(printable))
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? []
  return table
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}
