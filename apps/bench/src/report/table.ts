// A section as lines of a table, in widths that fit it.
import type { Figure, Section } from './figure.ts'

export function table({ title, figures }: Section): string {
  const rows = [['', 'measured', 'floor', 'ratio', 'goal'], ...figures.map(cells)]
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
  return `${title}\n${lines.map((line) => `  ${line}\n`).join('')}`
}

const cells = ({ what, value, unit, floor, ratio, goal = '' }: Figure): string[] => [
  what,
  `${rounded(value)} ${unit}`,
  floor === undefined ? '' : `${rounded(floor)} ${unit}`,
  ratio === undefined ? '' : ratio.toFixed(2),
  goal,
]

const rounded = (value: number): string =>
  value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : value < 100 ? 1 : 0 })
