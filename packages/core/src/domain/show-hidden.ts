// Makes every character visible that a reviewer would not see, or that changes how the ones around it are read.

// Controls, format characters (bidi, zero-width, tags), private use, unassigned and lone surrogates; characters that
// renderers leave out by default; separators other than the plain space; the blank braille cell. U+27E8 is the mark
// itself, so that nobody can write one that only looks like it.
const hidden =
  /[\p{C}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u2800\u27e8]/gu
const stackedMarks = /(?<=\p{M}{3})\p{M}/gu
const spaceRuns = / {5,}/g

/** Each hidden character as `⟨U+202E⟩`; so too a fourth combining mark in a row, and runs of over four spaces. */
export function showHidden(text: string): string {
  return text
    .replace(hidden, mark)
    .replace(stackedMarks, mark)
    .replace(spaceRuns, (run) => `⟨U+0020 ×${run.length}⟩`)
}

/** As `showHidden`, for text of several lines: line breaks, and the spaces that a line begins with, stay. */
export const showHiddenInLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => {
      const indent = /^ */.exec(line)?.[0] ?? ''
      return indent + showHidden(line.slice(indent.length))
    })
    .join('\n')

function mark(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`
}
