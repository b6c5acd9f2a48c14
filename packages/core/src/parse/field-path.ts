// How a refusal names the field it is about: `action.target.to`, `payloads[0].text`.

export type FieldPath = readonly (string | number)[]

const maxKeyChars = 64
const maxPathChars = 400

/**
 * The path as plain ASCII of at most 400 characters. Keys come from strangers: one that isn't a simple word is quoted,
 * escaped and cut (`action.target["x.y"]`), so that it can't pass for another field or disturb a terminal. The root is
 * the empty string.
 */
export function fieldPath(path: FieldPath): string {
  let text = ''
  for (const step of path) text += stepText(step, text === '')
  return text.length <= maxPathChars ? text : `...${text.slice(3 - maxPathChars)}`
}

function stepText(step: string | number, first: boolean): string {
  if (typeof step === 'number') return `[${step}]`
  if (/^[A-Za-z0-9_$-]{1,64}$/.test(step)) return first ? step : `.${step}`
  const shown = step.length > maxKeyChars ? `${step.slice(0, maxKeyChars)}...` : step
  return `["${shown.replace(/[^ !#-[\]-~]/g, escaped)}"]`
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
}
