// Every field of every call, wrong in its own way, and what the refusal says.
import { describe, expect, it } from 'vitest'
import type { Result } from '../../src/domain/errors.ts'
import { parseCancel } from '../../src/parse/cancel.ts'
import { parseDecision } from '../../src/parse/decision.ts'
import { parseDraft } from '../../src/parse/draft.ts'
import { parseOutbound } from '../../src/parse/outbound.ts'
import { parseStart } from '../../src/parse/run.ts'
import { action, calls, digest } from './call-rows.ts'

function withField(good: object, path: string, value: unknown, remove = false): unknown {
  const copy: unknown = structuredClone(good)
  const steps = path.split('.')
  const last = steps.pop() ?? ''
  let holder = copy as object
  for (const step of steps) holder = Reflect.get(holder, step) as object
  if (remove) Reflect.deleteProperty(holder, last)
  else Object.defineProperty(holder, last, { value, enumerable: true, configurable: true, writable: true })
  return copy
}

const show = (value: unknown) => {
  const text =
    typeof value === 'bigint' || typeof value === 'function' ? String(value) : (JSON.stringify(value) ?? 'undefined')
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

describe.each(calls)('$name', ({ parse, good, wrong, right, required }) => {
  it('takes a whole call and hands it on unchanged', () => {
    expect(parse(good)).toEqual({ ok: true, value: good })
  })

  it.each(right.flatMap(([path, values]) => values.map((value) => ({ path, value, shown: show(value) }))))(
    'takes $path = $shown',
    ({ path, value }) => {
      const call = withField(good, path, value)
      expect(parse(call)).toEqual({ ok: true, value: call })
    },
  )

  it.each(
    wrong.flatMap(([path, values, field]) =>
      values.map((value) => ({ path, value, field: field ?? path, shown: show(value) })),
    ),
  )('I6: refuses $path = $shown and names it', ({ path, value, field }) => {
    const result = parse(withField(good, path, value))
    expect(result).toMatchObject({ ok: false, code: 'invalid_request', field })
    const detail = result.ok ? '' : result.detail
    expect(detail.startsWith(`${field} `)).toBe(true)
    expect(detail).toMatch(/ (must be|is missing; it must be|is not a field here;) .{3,}[.?]$/)
  })

  it.each(required.map((path) => ({ path })))('says that $path is missing', ({ path }) => {
    const result = parse(withField(good, path, undefined, true))
    expect(result).toMatchObject({ ok: false, code: 'invalid_request', field: path })
    expect(result.ok ? '' : result.detail).toContain(`${path} is missing; it must be `)
  })

  it('treats a field that is `undefined` as absent, and leaves it out', () => {
    for (const key of Object.keys(good).filter((name) => !required.includes(name))) {
      const result = parse(withField(good, key, undefined))
      expect(result.ok && Object.hasOwn(result.value as object, key)).toBe(false)
      expect(result.ok).toBe(true)
    }
  })

  it.each([null, true, 1, 'x', [], [{}], new Map()].map((value) => ({ value, shown: show(value) })))(
    'I6: refuses $shown as a whole body',
    ({ value }) => {
      expect(parse(value)).toMatchObject({ ok: false, code: 'invalid_request' })
    },
  )

  it('makes plain objects', () => {
    const result = parse(good)
    expect(result.ok && Object.getPrototypeOf(result.value)).toBe(Object.prototype)
  })
})

describe('what a refusal says', () => {
  const detailOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.detail)

  it.each([
    [parseDecision({ verdict: 'yes', digest }), 'verdict must be one of "allow-once", "allow-always", "deny".'],
    [parseDecision({ digest }), 'verdict is missing; it must be one of "allow-once", "allow-always", "deny".'],
    [parseStart({ digest: 'abc' }), 'digest must be a digest: "sha256:" and 64 lower-case hex digits.'],
    [parseStart([]), 'The body must be an object with digest.'],
    [parseDraft({ action, expires_in_ms: 5 }), 'expires_in_ms is not a field here; did you mean expiresInMs?'],
    [parseDraft({ action, callbackURL: 5 }), 'callbackURL is not a field here; did you mean callbackUrl?'],
    [parseCancel({ why: 'x' }), 'why is not a field here; known are reason.'],
    [parseCancel({ ['\u202e'.repeat(100)]: 1 }), `["${'\\u202e'.repeat(64)}..."]`.slice(-397)],
    [parseDraft({ action, expiresInMs: 5 }), 'expiresInMs must be a whole number from 1000 to 2592000000.'],
    [
      parseDraft({ action: { ...action, input: { a: [Number.NaN] } } }),
      "action.input must be JSON throughout; it isn't at a[0].",
    ],
    [
      parseOutbound({ channel: 'log', to: 'x', payloads: [{}] }),
      'payloads[0] must be an object with some text, a media URL, or both.',
    ],
  ])('%#', (result, detail) => {
    expect(detailOf(result)).toContain(detail)
  })
})

describe('parseCancel', () => {
  it('takes a call without a body', () => {
    expect(parseCancel(undefined)).toEqual({ ok: true, value: {} })
  })
})
