// An approval as the text a HITL.sh reviewer reads: what matters first, exactly what will run, nothing that can pose as
// something else. What isn't wholly there can't be allowed there.
import { showHidden, type Approval, type Verdict } from '@holdpoint/core'
import { createPrinter, type HitlShRedaction, type Printer } from './redact.ts'

/** `request_text` takes 1–2,000 characters [DOCS-A create-request]; counted here in UTF-16 units, the larger count. */
export const maxTextCharacters = 2000

export interface RenderedAsk {
  readonly text: string
  /** What may be chosen there. Empty where not all is shown and `deny` isn't among the approval's verdicts. */
  readonly verdicts: readonly Verdict[]
  /** Something was left out on purpose: then the digest is too, for it would let guesses be checked. */
  readonly isRedacted: boolean
}

export interface RenderOptions {
  readonly inboxUrl: string
  /** Lets reviewers allow what they don't wholly see. */
  readonly allowPartial: boolean
  readonly redaction?: HitlShRedaction
}

/**
 * Renders the action as JSON in a code block: a line break inside a string is `\n` there, so no content can end the
 * block, and no markdown, HTML or link in it is acted upon.
 */
export function renderAsk(approval: Approval, { inboxUrl, allowPartial, redaction }: RenderOptions): RenderedAsk {
  const printer = createPrinter(redaction)
  const action = actionLines(approval, printer).join('\n')
  const claim = claimLines(approval, printer)
  const isRedacted = printer.isRedacted()
  const foot = footLines(approval, inboxUrl, isRedacted)
  const offered = approval.thresholds.verdicts
  const verdicts = allowPartial ? offered : offered.filter((verdict) => verdict === 'deny')
  const advice = allowPartial
    ? 'Read all of it in the inbox before you allow it.'
    : 'Here you can only deny it: to allow it, open the inbox.'

  const first = isRedacted ? `**PART: some of it is left out here on purpose.** ${advice}` : '**May this run?**'
  const whole = [first, block(action), ...claim, ...foot].join('\n\n')
  if (whole.length <= maxTextCharacters) return { text: whole, verdicts: isRedacted ? verdicts : offered, isRedacted }

  const head = `**CUT: this is not all of it.** ${advice}`
  const frame = [head, block(''), ...foot].join('\n\n')
  const room = Math.max(0, maxTextCharacters - frame.length - 60)
  const shown = cutAt(action, room)
  const note = `\n[CUT: ${shown.length} of ${action.length} characters shown]`
  return { text: [head, block(shown + note), ...foot].join('\n\n'), verdicts, isRedacted }
}

function actionLines({ action }: Approval, printer: Printer): string[] {
  const [first = '', ...rest] = printer.lines(action.input, ['input'])
  return [
    `kind: ${word(action.kind)}`,
    ...Object.entries(action.target).map(
      ([field, value]) => `target.${word(field)}: ${printer.inline(value, ['target', field])}`,
    ),
    `input: ${first}`,
    ...rest,
  ]
}

function claimLines({ claim }: Approval, printer: Printer): string[] {
  const lines = (['title', 'summary'] as const).flatMap((field) => {
    const said = claim?.[field]
    return said === undefined ? [] : [`${field}: ${printer.inline(said, ['claim', field])}`]
  })
  return lines.length === 0
    ? []
    : ['The requester claims (not checked, not part of what runs):', block(lines.join('\n'))]
}

// Shown whether the action had to be cut or not.
function footLines({ requester, loop, digest, expiresAt }: Approval, inboxUrl: string, isRedacted: boolean): string[] {
  const until = new Date(expiresAt).toISOString()
  const lines = [`requester: ${word(requester)}`, `loop: ${word(loop)}`, `until: ${until}`]
  return [block([...lines, ...(isRedacted ? [] : [`digest: ${digest}`])].join('\n')), `Inbox: ${inboxUrl}`]
}

const block = (content: string): string => `\`\`\`\n${content}\n\`\`\``
const word = (text: string): string => (/^[A-Za-z0-9_.:@/-]+$/.test(text) ? text : showHidden(JSON.stringify(text)))

/** At most `length` UTF-16 units, without splitting a character. */
function cutAt(text: string, length: number): string {
  const end = /[\ud800-\udbff]/.test(text.charAt(length - 1)) ? length - 1 : length
  return text.slice(0, end)
}
