// One pass over JSON text that `JSON.parse` has taken, for what it lets through: keys that come twice, `__proto__`,
// lone surrogates, numbers that change in reading, bombs.
import { refuse, type Refusal } from '../domain/errors.ts'
import { maxDepth } from '../domain/json.ts'
import { isExactNumber } from './exact-number.ts'
import { fieldPath } from './field-path.ts'

/** Strings, numbers, literals, arrays and objects together. */
const maxValues = 100_000

/** An open array or object, and what is being read in it: an index or a key. */
interface Frame {
  at: string | number
  /** None until an object's second key: most hostile bodies are many small objects. */
  keys: Set<string> | undefined
  isEmpty: boolean
}

/** What is wrong with `text`, which must be valid JSON; undefined if nothing is. Linear in its length; no recursion. */
export function scanJson(text: string): Refusal | undefined {
  const frames: Frame[] = []
  const rawSurrogates = !text.isWellFormed()
  let values = 0
  let keyNext = false

  const refuseHere = (what: string): Refusal => {
    const field = fieldPath(frames.map((frame) => frame.at))
    return field === ''
      ? refuse('invalid_request', `The value ${what}`)
      : refuse('invalid_request', `${field} ${what}`, field)
  }

  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    const frame = frames[frames.length - 1]
    switch (code) {
      case 0x20: // the four kinds of whitespace, and the colon
      case 0x09:
      case 0x0a:
      case 0x0d:
      case 0x3a:
        continue
      case 0x2c: // ,
        if (typeof frame?.at === 'number') frame.at += 1
        else keyNext = true
        continue
      case 0x5d: // ]
      case 0x7d: // }
        frames.pop()
        keyNext = false
        continue
    }
    if (keyNext && frame !== undefined) {
      const end = endOfString(text, at)
      const key = decodeString(text, at, end)
      if (!enterKey(frame, key)) return refuseHere('is there twice; send each key once.')
      if (key === '__proto__') return refuseHere('is a key that is never taken; leave it out.')
      if (!key.isWellFormed()) return refuseHere('has half a character (a lone surrogate) in its name.')
      keyNext = false
      at = end - 1
      continue
    }
    values += 1
    if (values > maxValues) return refuseHere(`is one value too many: at most ${maxValues} are taken.`)
    if (code === 0x22) {
      const end = endOfString(text, at)
      if ((rawSurrogates || hasEscape(text, at, end)) && !decodeString(text, at, end).isWellFormed())
        return refuseHere('has half a character (a lone surrogate) in it.')
      at = end - 1
    } else if (code === 0x5b || code === 0x7b) {
      if (frames.length === maxDepth) return refuseHere(`is nested too deep: at most ${maxDepth} levels are taken.`)
      keyNext = code === 0x7b
      frames.push({ at: keyNext ? '' : 0, keys: undefined, isEmpty: true })
    } else {
      const end = endOfWord(text, at)
      if (code <= 0x39 && !isExactNumber(text.slice(at, end)))
        return refuseHere('is a number that a double can’t hold exactly; send it as a string.')
      at = end - 1
    }
  }
  return undefined
}

/** Moves on to `key`; false if the object has had it before. */
function enterKey(frame: Frame, key: string): boolean {
  if (frame.isEmpty) {
    frame.isEmpty = false
    frame.at = key
    return true
  }
  frame.keys ??= new Set([hashable(frame.at)])
  frame.at = key
  const before = frame.keys.size
  return frame.keys.add(hashable(key)).size > before
}

/** V8 hashes a string such as "16777216" as the number it is, so strangers could make thousands of keys collide. */
function hashable(key: string | number): string {
  return `k${key}`
}

/** The index after the closing quote of the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1
  for (;;) {
    const code = text.charCodeAt(at)
    if (code === 0x22) return at + 1
    at += code === 0x5c ? 2 : 1
  }
}

function hasEscape(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (text.charCodeAt(at) === 0x5c) return true
  return false
}

function decodeString(text: string, start: number, end: number): string {
  if (!hasEscape(text, start, end)) return text.slice(start + 1, end - 1)
  const decoded: unknown = JSON.parse(text.slice(start, end))
  return String(decoded)
}

/** The index after the number or literal that begins at `start`. */
function endOfWord(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && !isDelimiter(text.charCodeAt(at))) at += 1
  return at
}

function isDelimiter(code: number): boolean {
  return code === 0x2c || code === 0x5d || code === 0x7d || code <= 0x20
}
