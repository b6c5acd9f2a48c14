// Text of several lines: what lays it out stays, what hides is shown.
import { expect, it } from 'vitest'
import { showHiddenInLines } from '../../src/domain/show-hidden.ts'

it.each([
  ['line breaks stay', '\n a\n\nb', '\n a\n\nb'],
  [
    'indentation stays, runs of spaces inside a line don’t',
    `${' '.repeat(8)}a${' '.repeat(8)}b`,
    `${' '.repeat(8)}a⟨U+0020 ×8⟩b`,
  ],
  ['carriage returns, tabs and other line ends are shown', 'a\r\n\tb\u2028c', 'a⟨U+000D⟩\n⟨U+0009⟩b⟨U+2028⟩c'],
  ['bidi and zero width are shown in each line (I20)', '\u202ea\n\u200bb', '⟨U+202E⟩a\n⟨U+200B⟩b'],
])('%s', (_, text, shown) => {
  expect(showHiddenInLines(text)).toBe(shown)
})
