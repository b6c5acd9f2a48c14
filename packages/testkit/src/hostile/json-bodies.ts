// Bodies that aren't JSON, that two readers could read differently, and that take long to read: all of them are refused, or
// read at once.

/** Not JSON at all, whatever a lenient reader makes of it. */
export const brokenJson: readonly (readonly [name: string, body: string | Uint8Array])[] = [
  ['nothing', ''],
  ['spaces only', ' \n'],
  ['two documents', '{"verdict":"deny"}{"verdict":"allow-once"}'],
  ['two lines of JSON', '{"a":1}\n{"a":2}'],
  ['a byte order mark', new Uint8Array([0xef, 0xbb, 0xbf, 0x7b, 0x7d])],
  ['UTF-16', new Uint8Array([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00])],
  ['an overlong slash', new Uint8Array([0x22, 0xc0, 0xaf, 0x22])],
  ['an encoded surrogate', new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22])],
  ['a cut character', new Uint8Array([0x22, 0xe2, 0x82, 0x22])],
  ['a code point past the last', new Uint8Array([0x22, 0xf4, 0x90, 0x80, 0x80, 0x22])],
  ['latin-1', new Uint8Array([0x22, 0xe9, 0x22])],
  ['a comment', '{"a":1/*x*/}'],
  ['a line comment', '{"a":1} // x'],
  ['a trailing comma in an object', '{"a":1,}'],
  ['a trailing comma in an array', '[1,]'],
  ['a leading comma', '[,1]'],
  ['no comma', '[1 2]'],
  ['no colon', '{"a" 1}'],
  ['no value', '{"a":}'],
  ['a bare key', '{a:1}'],
  ['single quotes', "{'a':1}"],
  ['a number as key', '{1:1}'],
  ['an open object', '{"a":1'],
  ['an open string', '"abc'],
  ['a wrong bracket', '[1}'],
  ['one bracket too many', '[1]]'],
  ['NaN', 'NaN'],
  ['Infinity', '-Infinity'],
  ['hexadecimal', '0x10'],
  ['a leading zero', '01'],
  ['a leading plus', '+1'],
  ['a bare minus', '-'],
  ['no digits before the point', '.5'],
  ['no digits after the point', '1.'],
  ['no exponent', '1e'],
  ['full-width digits', '１'],
  ['True', 'True'],
  ['a cut word', 'tru'],
  ['undefined', 'undefined'],
  ['a raw newline in a string', '"a\nb"'],
  ['a raw NUL in a string', '"a\u0000b"'],
  ['a NUL after the end', '{}\u0000'],
  ['an unknown escape', '"\\x41"'],
  ['a short escape', '"\\u12"'],
  ['an escape of nothing', '"\\'],
  ['a no-break space', '\u00a0{}'],
  ['a form feed', '\f{}'],
  ['a form', 'verdict=allow-once'],
]

/** JSON for one reader and other JSON for another; `field` is what a refusal names. */
export const ambiguousJson: readonly (readonly [name: string, body: string, field: string | undefined])[] = [
  ['a verdict twice', '{"verdict":"deny","verdict":"allow-once"}', 'verdict'],
  ['a verdict twice, once escaped', '{"verdict":"deny","\\u0076erdict":"allow-once"}', 'verdict'],
  ['a key twice with one value', '{"a":1,"a":1}', 'a'],
  ['a key twice, deep', '{"action":{"target":{"to":"a","to":"b"}}}', 'action.target.to'],
  ['a key twice in a list', '{"payloads":[{},{"text":"a","text":"b"}]}', 'payloads[1].text'],
  ['a key twice, far apart', '{"a":1,"b":{"a":2},"c":[{"a":3}],"a":4}', 'a'],
  ['__proto__', '{"__proto__":{"approved":true}}', '__proto__'],
  ['__proto__, deep', '{"action":{"input":[{"__proto__":1}]}}', 'action.input[0].__proto__'],
  ['__proto__, escaped', '{"\\u005f_proto__":1}', '__proto__'],
  ['an escaped lone high surrogate', '{"to":"\\ud800"}', 'to'],
  ['an escaped lone low surrogate', '{"to":"a\\udc00b"}', 'to'],
  ['surrogates the wrong way round', '["\\ude00\\ud83d"]', '[0]'],
  ['a lone surrogate before another escape', '["\\ud83d\\u0041"]', '[0]'],
  ['a lone surrogate in a key', '{"a\\ud800":1}', '["a\\ud800"]'],
  ['a lone surrogate alone', '"\\ud800"', undefined],
  ['a big number', '{"action":{"input":{"amount":9007199254740993}}}', 'action.input.amount'],
  ['a number past every double', '1e999', undefined],
]

const size = 256 * 1024
const filled = (open: string, unit: (i: number) => string, close: string) => {
  const parts: string[] = []
  let length = open.length + close.length
  for (let i = 0; length < size - 64; i += 1) {
    parts.push(unit(i))
    length += (parts[i]?.length ?? 0) + 1
  }
  return open + parts.join(',') + close
}

/** 256 KiB each, of what is slow to read. */
export const heavyJson: readonly (readonly [name: string, body: string])[] = [
  ['open brackets', '['.repeat(size)],
  ['nested arrays', '['.repeat(size / 2) + ']'.repeat(size / 2)],
  ['nested objects', '{"a":'.repeat(40_000) + '1' + '}'.repeat(40_000)],
  ['empty objects', filled('[', () => '{}', ']')],
  ['objects of one key', filled('[', () => '{"a":1}', ']')],
  ['objects of two keys', filled('[', () => '{"a":{},"b":0}', ']')],
  ['many keys', filled('{', (i) => `"k${i * 7919}":0`, '}')],
  ['keys that are numbers', filled('{', (i) => `"${i}":0`, '}')],
  [
    'keys whose numbers collide',
    filled('{', (i) => `"${1_000_000_000 + ((i * 16_777_216) % 3_000_000_000) + Math.floor(i / 178)}":0`, '}'),
  ],
  ['escaped keys', filled('{', (i) => `"\\u006b${i}":0`, '}')],
  ['one long key', `{"${'x'.repeat(size - 6)}":1}`],
  ['one long number', '1'.repeat(size)],
  ['one long fraction', `0.${'0'.repeat(size - 4)}1`],
  ['one long tail of zeros', `[0.1${'0'.repeat(size - 8)}]`],
  ['zeros and ones', `0.${'01'.repeat(size / 2 - 2)}`],
  ['one long exponent', `1e${'9'.repeat(size - 2)}`],
  ['a sum that cancels out', `1${'0'.repeat(size - 10)}e-${size - 10}`],
  ['numbers in odd forms', filled('[', () => '1.10e-3', ']')],
  ['big numbers', filled('[', () => '9e99', ']')],
  ['one string of escapes', `"${'\\u0061'.repeat(size / 6 - 1)}"`],
  ['one string of backslashes', `"${'\\'.repeat(size - 1)}`],
  ['short escaped strings', filled('[', () => '"\\n"', ']')],
  ['spaces', `${' '.repeat(size - 1)}1`],
]
