// Where each key of a JSON5 text stands, so that a problem can name its line. It also finds what the parser hides: keys
// written twice, of which the last would win silently, and `__proto__`.
import JSON5 from 'json5'
import { keyName, type Finding, type KeyPath } from './finding.ts'

const token =
  /\s+|\/\/[^\n\r\u2028\u2029]*|\/\*[\s\S]*?\*\/|"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'|[{}[\],:]|[^\s{}[\],:"'/]+/gy

interface Frame {
  readonly path: KeyPath
  readonly seen?: Set<string>
  /** The next word is a key. */
  keyNext: boolean
  key: string | number
}

export interface KeyLines {
  /** The line (from 1) of a key, or of the nearest key around it that is written. */
  lineOf(path: KeyPath): number | undefined
  readonly findings: readonly Finding[]
}

/** `source` must be JSON5 that parses. */
export function readKeyLines(source: string): KeyLines {
  const lines = new Map<string, number>()
  const findings: Finding[] = []
  const frames: Frame[] = []
  let line = 1
  for (const [text] of source.matchAll(token)) {
    const frame = frames.at(-1)
    if (text === '{' || text === '[') {
      const path = frame === undefined ? [] : [...frame.path, frame.key]
      if (text === '{') frames.push({ path, seen: new Set(), keyNext: true, key: '' })
      else frames.push({ path, keyNext: false, key: 0 })
      if (!lines.has(keyName(path))) lines.set(keyName(path), line)
    } else if (text === '}' || text === ']') {
      frames.pop()
    } else if (text === ',' && frame !== undefined) {
      if (typeof frame.key === 'number') frame.key++
      else frame.keyNext = true
    } else if (frame?.keyNext && isWord(text)) {
      frame.keyNext = false
      frame.key = decodeKey(text)
      const path = [...frame.path, frame.key]
      if (frame.key === '__proto__')
        findings.push({ path, message: 'is not a name that can be used.', fix: 'Remove it.' })
      else if (frame.seen?.has(frame.key))
        findings.push({ path, message: 'is written twice.', fix: 'Keep one of the two.' })
      else lines.set(keyName(path), line)
      frame.seen?.add(frame.key)
    } else if (frame !== undefined && typeof frame.key === 'number' && isWord(text)) {
      lines.set(keyName([...frame.path, frame.key]), line)
    }
    line += text.match(/\r\n|[\n\r\u2028\u2029]/g)?.length ?? 0
  }
  return { lineOf: (path) => nearest(lines, path), findings }
}

const isWord = (text: string) => !/^\s|^\/[/*]|^:$/.test(text)

/** Keys may be quoted or hold escapes; the parser reads them best. */
function decodeKey(text: string): string {
  return Object.keys(JSON5.parse<object>(`{${text}:0}`))[0] ?? text
}

function nearest(lines: ReadonlyMap<string, number>, path: KeyPath): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const line = lines.get(keyName(path.slice(0, length)))
    if (line !== undefined) return line
  }
  return undefined
}
