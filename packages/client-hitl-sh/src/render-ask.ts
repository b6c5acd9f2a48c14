// An approval as the text a HITL.sh reviewer reads: what matters first, exactly what will run, nothing that can pose as
// something else. What doesn't fit can't be allowed there.
import type { Approval, Verdict } from '@holdpoint/core'
import { showHidden } from '@holdpoint/core'

/** `request_text` takes 1–2,000 characters [DOCS-A create-request]; counted here in UTF-16 units, the larger count. */
export const maxTextCharacters = 2000

export interface RenderedAsk {
  readonly text: string
  /** What may be chosen there. Empty where the text was cut and `deny` isn't among the approval's verdicts. */
  readonly verdicts: readonly Verdict[]
}

export interface RenderOptions {
  readonly inboxUrl: string
  /** Lets reviewers allow what they don't wholly see. */
  readonly allowPartial: boolean
}

/**
 * Renders the action as JSON in a code block: a line break inside a string is `\n` there, so no content can end the
 * block, and no markdown, HTML or link in it is acted upon.
 */
export function renderAsk(approval: Approval, { inboxUrl, allowPartial }: RenderOptions): RenderedAsk {
  const offered = approval.thresholds.verdicts
  const action = actionLines(approval).join('\n')
  const foot = footLines(approval, inboxUrl)
  const whole = ['**May this run?**', block(action), ...claimLines(approval), ...foot].join('\n\n')
  if (whole.length <= maxTextCharacters) return { text: whole, verdicts: offered }

  const verdicts = allowPartial ? offered : offered.filter((verdict) => verdict === 'deny')
  const advice = allowPartial
    ? 'Read all of it in the inbox before you allow it.'
    : 'Here you can only deny it: to allow it, open the inbox.'
  const head = `**CUT: this is not all of it.** ${advice}`
  const frame = [head, block(''), ...foot].join('\n\n')
  const room = Math.max(0, maxTextCharacters - frame.length - 60)
  const shown = cutAt(action, room)
  const note = `\n[CUT: ${shown.length} of ${action.length} characters shown]`
  return { text: [head, block(shown + note), ...foot].join('\n\n'), verdicts }
}

function actionLines({ action }: Approval): string[] {
  return [
    `kind: ${word(action.kind)}`,
    ...Object.entries(action.target).map(([field, value]) => `target.${word(field)}: ${quoted(value)}`),
    ...`input: ${JSON.stringify(action.input, undefined, 1)}`.split('\n').map(showLine),
  ]
}

function claimLines({ claim }: Approval): string[] {
  const lines = [
    ...(claim?.title === undefined ? [] : [`title: ${quoted(claim.title)}`]),
    ...(claim?.summary === undefined ? [] : [`summary: ${quoted(claim.summary)}`]),
  ]
  return lines.length === 0
    ? []
    : ['The requester claims (not checked, not part of what runs):', block(lines.join('\n'))]
}

// Shown whether the action had to be cut or not.
function footLines({ requester, loop, digest, expiresAt }: Approval, inboxUrl: string): string[] {
  const until = new Date(expiresAt).toISOString()
  const lines = [`requester: ${word(requester)}`, `loop: ${word(loop)}`, `until: ${until}`, `digest: ${digest}`]
  return [block(lines.join('\n')), `Inbox: ${inboxUrl}`]
}

const block = (content: string): string => `\`\`\`\n${content}\n\`\`\``
const quoted = (text: string): string => showHidden(JSON.stringify(text))
const word = (text: string): string => (/^[A-Za-z0-9_.:@/-]+$/.test(text) ? text : quoted(text))

// The indentation is the printer's own; spaces after it are content.
function showLine(line: string): string {
  const indent = /^ */.exec(line)?.[0] ?? ''
  return indent + showHidden(line.slice(indent.length))
}

/** At most `length` UTF-16 units, without splitting a character. */
function cutAt(text: string, length: number): string {
  const end = /[\ud800-\udbff]/.test(text.charAt(length - 1)) ? length - 1 : length
  return text.slice(0, end)
}
