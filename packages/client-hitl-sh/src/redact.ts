// What of an action is shown at HITL.sh, which is another company's service: fields can be left out, recipients masked.
import type { Json } from '@holdpoint/core'
import { showHidden } from '@holdpoint/core'

export interface HitlShRedaction {
  /** Paths that are not shown: `target.account`, `input.payloads.*.text`, `claim.summary`; `*` is any one step. */
  readonly fields?: readonly string[]
  /** `to`, `account` and `thread` of the target: shown by default, cut down to their last characters, or left out. */
  readonly recipients?: 'show' | 'mask' | 'hide'
}

/** Begins with a character that `showHidden` lets through from nobody, so that no content can pose as one. */
const hiddenField = '⟨left out here⟩'
const recipientFields: ReadonlySet<string> = new Set(['to', 'account', 'thread'])

/** Values printed under a redaction; tells whether anything was left out. */
export interface Printer {
  /** The lines of a value at this path, as JSON with an indent of one. */
  lines(value: Json, path: readonly string[]): string[]
  /** One value on one line. */
  inline(value: string, path: readonly string[]): string
  isRedacted(): boolean
}

export function createPrinter({ fields = [], recipients = 'show' }: HitlShRedaction = {}): Printer {
  const patterns = fields.map((field) => field.split('.'))
  let redacted = false

  const isHidden = (path: readonly string[]) => patterns.some((pattern) => covers(pattern, path))
  const leaveOut = (text: string): string => {
    redacted = true
    return text
  }

  const inline = (value: string, path: readonly string[]): string => {
    const [room, field = ''] = path
    const isRecipient = room === 'target' && path.length === 2 && recipientFields.has(field)
    if (isHidden(path) || (isRecipient && recipients === 'hide')) return leaveOut(hiddenField)
    return isRecipient && recipients === 'mask' ? leaveOut(masked(value)) : quoted(value)
  }

  const print = (value: Json, path: readonly string[], indent: string, before: string): string[] => {
    if (isHidden(path)) return [before + leaveOut(hiddenField)]
    if (typeof value !== 'object' || value === null) return [before + showHidden(JSON.stringify(value))]
    const isList = Array.isArray(value)
    const items: (readonly [key: string, item: Json])[] = Object.entries(value)
    const [open, close] = isList ? ['[', ']'] : ['{', '}']
    if (items.length === 0) return [`${before}${open}${close}`]
    const inner = `${indent} `
    const lines = [before + open]
    for (const [index, [key, item]] of items.entries()) {
      const name = isList ? inner : `${inner}${quoted(key)}: `
      const printed = print(item, [...path, key], inner, name)
      for (const [at, line] of printed.entries())
        lines.push(at === printed.length - 1 && index < items.length - 1 ? `${line},` : line)
    }
    lines.push(`${indent}${close}`)
    return lines
  }

  return {
    lines: (value, path) => print(value, path, '', ''),
    inline,
    isRedacted: () => redacted,
  }
}

/** A pattern covers its path and everything below it. */
const covers = (pattern: readonly string[], path: readonly string[]): boolean =>
  pattern.length <= path.length && pattern.every((step, at) => step === '*' || step === path[at])

/** The last characters of a long one: enough to tell two apart for who knows them, and no address. */
function masked(value: string): string {
  const characters = Array.from(value)
  const shown = characters.length >= 8 ? characters.slice(-3).join('') : ''
  return `⟨masked⟩${shown === '' ? '' : ` …${quoted(shown)}`}`
}

const quoted = (text: string): string => showHidden(JSON.stringify(text))
