// A log whose lines are kept, as text.
import type { Log } from '@holdpoint/core'

export function memoryLog(): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = []
  const write: Log['info'] = (message, fields) => void lines.push(`${message} ${JSON.stringify(fields ?? {})}`)
  return { lines, log: { debug: write, info: write, warn: write, error: write } }
}
