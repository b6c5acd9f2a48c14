// Turns what the schema says into findings that name the key, what is wrong and the fix.
import { z } from 'zod'
import { didYouMean } from './did-you-mean.ts'
import { keyName, type Finding, type KeyPath } from './finding.ts'
import { keptElsewhere } from './kept-elsewhere.ts'
import { valueAt } from './raw-tree.ts'
import { schema, type Settings } from './schema.ts'
import { isSecretKey } from './secret-keys.ts'

export type ShapeChecked = { ok: true; settings: Settings } | { ok: false; findings: Finding[] }

export function checkShape(tree: unknown): ShapeChecked {
  const parsed = schema.safeParse(tree)
  if (parsed.success) return { ok: true, settings: parsed.data }
  return { ok: false, findings: parsed.error.issues.flatMap((issue) => toFindings(issue, tree)) }
}

function toFindings(issue: z.core.$ZodIssue, tree: unknown): Finding[] {
  const path = issue.path.map((segment) => (typeof segment === 'number' ? segment : String(segment)))
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey([...path, key], tree))
  const expectation = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? '') : issue.message
  if (issue.code === 'invalid_key')
    return [{ path, message: 'is not a name that can be used.', fix: `It must be ${expectation}.` }]
  const value = valueAt(tree, path)
  if (value === undefined) return [{ path, message: 'is missing.', fix: `It must be ${expectation}.` }]
  const message = `is ${isSecretKey(path) && typeof value === 'object' ? 'not a secret' : describe(value)}.`
  return [{ path, message, fix: `It must be ${expectation}.` }]
}

/** Never the text of a string: it could be a secret in the wrong place. */
function describe(value: unknown): string {
  if (typeof value === 'string') return value.trim() === '' ? 'blank' : 'not a value it can take'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'not a value it can take'
  if (typeof value === 'object' && value !== null) return 'an object'
  return String(value)
}

function unknownKey(path: KeyPath, tree: unknown): Finding {
  const known = knownKeys(schema, path.slice(0, -1), tree)
  const elsewhere = Object.hasOwn(keptElsewhere, keyName(path)) ? keptElsewhere[keyName(path)] : undefined
  if (elsewhere !== undefined) return { path, message: 'is not a known key.', fix: elsewhere }
  const near = didYouMean(String(path.at(-1)), known)
  const fix =
    near === undefined
      ? `Known here are ${known.join(', ')}.`
      : `Did you mean ${keyName([...path.slice(0, -1), near])}?`
  return { path, message: 'is not a known key.', fix }
}

/** The keys the schema has at a path; of a union, those of the option that the value has chosen. */
function knownKeys(node: unknown, path: KeyPath, tree: unknown): string[] {
  const [head, ...rest] = path
  if (node instanceof z.ZodOptional || node instanceof z.ZodDefault || node instanceof z.ZodPrefault)
    return knownKeys(node.unwrap(), path, tree)
  if (node instanceof z.ZodDiscriminatedUnion) {
    const chosen = node.options.find((option) => z.looseObject(pickLiterals(option)).safeParse(tree).success)
    return knownKeys(chosen, path, tree)
  }
  if (node instanceof z.ZodObject)
    return head === undefined ? Object.keys(node.shape) : knownKeys(node.shape[head], rest, valueAt(tree, [head]))
  if (node instanceof z.ZodRecord && head !== undefined) return knownKeys(node.valueType, rest, valueAt(tree, [head]))
  return []
}

function pickLiterals(option: unknown): z.ZodRawShape {
  if (!(option instanceof z.ZodObject)) return {}
  return Object.fromEntries(Object.entries(option.shape).filter(([, field]) => field instanceof z.ZodLiteral))
}
