// Letters of several alphabets in one word: `pаypal` with a Cyrillic а. Such words are told, not forbidden.

const alphabets = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u]

/** The words of `text` that mix Latin, Cyrillic and Greek letters. */
export const mixedWords = (text: string): readonly string[] =>
  (text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).filter(
    (word) => alphabets.filter((alphabet) => alphabet.test(word)).length > 1,
  )
