// The form of a policy as it is written. Each phrase goes on from "It must be …"; a field that isn't known is an error,
// because one that was misspelt would leave open what somebody meant to close.
import { z } from 'zod'
import { verdicts } from '../domain/vote.ts'
import { expiresInMs, kind } from '../parse/fields.ts'
import { integer, matching, oneOf, record } from '../parse/schema.ts'
import { compileCondition, maxConditionChars } from './expression.ts'
import { whyNotGlob } from './glob.ts'
import { anyField } from './match.ts'
import { modes, type Mode } from './mode.ts'

const maxLines = 200
const maxPatternChars = 1_024

const flag = z.boolean({ error: 'true or false' })
const list = <S extends z.ZodType>(item: S, max: number, phrase: string) =>
  z.array(item, { error: phrase }).max(max, { error: `${phrase}, at most ${max}` })

/** An empty pattern would match only what is empty, which these never are. */
const named = (what: string) => pattern(1, `a pattern for ${what} of 1 to ${maxPatternChars} characters`)

function pattern(min: number, phrase: string) {
  const isText = (value: string) => value.isWellFormed() && value.length >= min && value.length <= maxPatternChars
  return z
    .string({ error: phrase })
    .refine(isText, { error: phrase, abort: true })
    .refine((value) => whyNotGlob(value) === undefined, { error: (issue) => whyNotGlob(String(issue.input)) ?? phrase })
}

/** `__proto__` is dropped in silence by schemas of records, and a field that is dropped is a field that isn't judged. */
const withoutProto = z.unknown().superRefine((value, context) => {
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, '__proto__'))
    context.addIssue({ code: 'custom', message: 'absent', path: ['__proto__'] })
})

const targetPhrase = `an object of patterns by field, such as { channel: "log", to: "+1555*" }`

const targetFields = z
  .record(z.string(), pattern(0, `a pattern of at most ${maxPatternChars} characters`), { error: targetPhrase })
  .superRefine((fields, context) => {
    for (const [field, value] of Object.entries(fields)) {
      const fail = (message: string) => context.addIssue({ code: 'custom', message, path: [field] })
      if (field === anyField) {
        if (value !== anyField) fail('"*", which lets any further fields pass')
      } else if (!/^[A-Za-z0-9_.-]{1,64}$/.test(field))
        fail('named with 1 to 64 of A-Z, a-z, 0-9, "_", "." and "-", or "*"')
    }
  })

const target = withoutProto.pipe(targetFields)

const conditionPhrase = `a condition in CEL of 1 to ${maxConditionChars} characters`

const condition = z.string({ error: conditionPhrase }).superRefine((text, context) => {
  const compiled = text.trim() === '' ? { ok: false as const, problem: 'it is blank' } : compileCondition(text)
  if (!compiled.ok) context.addIssue({ code: 'custom', message: `${conditionPhrase}; ${compiled.problem}` })
})

const when = record({
  kind: named('a kind').optional(),
  target: target.optional(),
  requester: named('a requester').optional(),
  loop: named('a loop').optional(),
  if: condition.optional(),
}).refine((parts) => Object.keys(parts).length > 0, {
  error: 'an object that says something; leave `when` out for a line about every action',
})

const reviewer = matching('the id of a reviewer, or "*"', (id) => id !== '' && id === id.trim() && id.length <= 256)
const verdictPhrase = `a list of some of ${verdicts.join(', ')}, each once`

const thresholds = record({
  approve: integer(1, 100).optional(),
  deny: integer(1, 100).optional(),
  reviewers: list(reviewer, 1_000, 'a list of reviewers; ["*"] is all, [] is nobody').optional(),
  separateRequester: flag.optional(),
  reasonRequired: oneOf(['never', 'deny', 'always']).optional(),
  verdicts: z
    .array(z.enum(verdicts, { error: verdictPhrase }), { error: verdictPhrase })
    .min(1, { error: verdictPhrase })
    .refine((words) => new Set(words).size === words.length, { error: verdictPhrase })
    .optional(),
})

/** No colon: `kind: mode` is how a mode is named in answers, and a line must not pass for one. */
const lineName = matching(
  'a name of 1 to 64 letters, digits, ".", "_" and "-", beginning with a letter or digit',
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
)

const line = record({
  name: lineName,
  when: when.optional(),
  then: oneOf(['allow', 'ask', 'deny']),
  rules: flag.optional(),
  thresholds: thresholds.optional(),
  expiresInMs: expiresInMs.optional(),
  edits: flag.optional(),
}).superRefine((value, context) => {
  for (const field of ['rules', 'thresholds', 'expiresInMs', 'edits'] as const)
    if (value.then !== 'ask' && value[field] !== undefined)
      context.addIssue({ code: 'custom', message: 'absent, or `then` "ask": nobody is asked here', path: [field] })
  if (value.edits === true && value.when?.kind === 'http.route')
    context.addIssue({ code: 'custom', message: 'false: a route’s call can’t be edited', path: ['edits'] })
})

const lines = list(line, maxLines, 'a list of lines such as { name, when, then }').superRefine((all, context) => {
  const first = new Map<string, number>()
  for (const [i, { name }] of all.entries()) {
    const earlier = first.get(name)
    if (earlier === undefined) first.set(name, i)
    else context.addIssue({ code: 'custom', message: `another name than that of lines[${earlier}]`, path: [i, 'name'] })
  }
})

const modePhrase = modes.map((mode) => `"${mode}"`).join(' or ')

const modesByKind = z
  .record(kind, z.enum(modes, { error: modePhrase }), { error: 'an object such as { "outbound.message": "on-miss" }' })
  .transform((value): Readonly<Record<string, Mode>> => value)

export const policySchema = record({
  modes: withoutProto.pipe(modesByKind).default({}),
  lines: lines.default([]),
  expiresInMs: expiresInMs.default(300_000),
  grantMs: expiresInMs.default(300_000),
  maxRunMs: integer(1_000, 86_400_000).default(900_000),
  denialMemory: record({ windowMs: expiresInMs, maxDenials: integer(1, 1_000).optional() }).optional(),
  ruleInputKinds: list(kind, 100, 'a list of kinds').default(['tool.call']),
})
