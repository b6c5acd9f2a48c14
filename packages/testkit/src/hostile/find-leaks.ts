// What no answer may hold: a stack, a path of the machine, words of a database, a secret.
import { cwd } from 'node:process'
import { tmpdir } from 'node:os'
import { disguisesOf } from './disguises.ts'

const inside: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['a stack', /\n? {4}at [^\n]{1,200}:\d+|\bat (?:async )?[\w.<>]{1,80} \(/],
  ['a path', /node_modules|node:internal|file:\/\/\/|\/(?:packages|apps|dist|src)\/[\w-]+\/|[\w-]\.[jt]s:\d+/],
  [
    'a database',
    /\b(?:SQLITE_[A-Z]+|SqliteError|DrizzleQueryError|select .{1,200} from|insert into|update .{1,200} set|syntax error at or near|duplicate key value|ECONNREFUSED|relation ")/i,
  ],
  [
    'an error of the platform',
    /\b(?:HoldpointError|TypeError|RangeError|SyntaxError|ERR_[A-Z_]{3,}|Unexpected token|is not a function|undefined \()/,
  ],
]

/** Names of what `text` leaks; `sent` may come back in it. */
export function findLeaks(text: string, sent: string, secrets: readonly string[]): readonly string[] {
  const own = [cwd(), tmpdir()].filter((path) => path.length > 1 && text.includes(path) && !sent.includes(path))
  return [
    ...inside.flatMap(([name, pattern]) => {
      const [found] = pattern.exec(text) ?? []
      return found === undefined || sent.includes(found) ? [] : [`${name}: ${found}`]
    }),
    ...own.map((path) => `a path: ${path}`),
    ...secrets.flatMap((secret) => (disguisesOf(secret).some((shape) => text.includes(shape)) ? ['a secret'] : [])),
  ]
}
