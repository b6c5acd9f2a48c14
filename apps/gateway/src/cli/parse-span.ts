// Spans of time as people type them: `90s`, `15m`, `12h`, `30d`.
const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** In ms; undefined if it is not a whole number with one of the units s, m, h, d. */
export function parseSpan(text: string): number | undefined {
  const [, count, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? []
  const factor = unit === undefined ? undefined : unitMs[unit]
  return count === undefined || factor === undefined ? undefined : Number(count) * factor
}
