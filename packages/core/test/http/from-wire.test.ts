// What is written to the wire is read back as what it was, and anything else not at all.
import { describe, expect, it } from 'vitest'
import type { Json } from '../../src/domain/json.ts'
import { fromWire } from '../../src/http/from-wire.ts'
import { examples } from '../../src/http/examples.ts'
import { schemas } from '../../src/http/schemas.ts'
import { toWire } from '../../src/http/wire.ts'
import type { WireViews } from '../../src/http/wire-views.ts'
import { sampleApproval } from '@holdpoint/testkit'

const views: readonly (keyof WireViews)[] = [
  'Approval',
  'ApprovalPage',
  'Started',
  'DecisionAnswers',
  'OutboundResult',
  'OutboundHeld',
  'Rule',
  'RulePage',
  'Explanation',
  'Problem',
  'Ok',
]
const json = (value: unknown) => JSON.parse(JSON.stringify(value)) as Json

describe('fromWire', () => {
  it.each(views)('reads the example of %s', (name) => {
    expect(fromWire(name, json(examples[name]))).toMatchObject({ ok: true })
  })

  it('gives back the approval that was written, in the words of the domain', () => {
    const approval = sampleApproval()
    const read = fromWire('Approval', json(toWire(approval)))
    if (!read.ok) throw new Error(read.where)
    expect(approval).toMatchObject(read.value)
    expect(toWire(read.value)).toEqual(toWire(approval))
    for (const inner of ['ticket', 'applied', 'draftHash', 'answers']) expect(read.value).not.toHaveProperty(inner)
  })

  it('drops what a later version has added, at any depth', () => {
    const later: Record<string, Json> = { ...(examples.Approval as Record<string, Json>), urgent: true }
    const thresholds = { ...(later['thresholds'] as object), quorum: 2 }
    const read = fromWire('Approval', json({ ...later, thresholds }))
    if (!read.ok) throw new Error(read.where)
    expect(read.value).not.toHaveProperty('urgent')
    expect(read.value.thresholds).not.toHaveProperty('quorum')
  })

  it.each([
    ['a status of a later version', { status: 'paused' }, 'status'],
    ['no digest', { digest: undefined }, 'digest'],
    ['a digest that is none', { digest: 'sha256:xyz' }, 'digest'],
    ['a time that is none', { expiresAt: 'tomorrow' }, 'expiresAt'],
    ['a time as a number', { expiresAt: 5 }, 'expiresAt'],
    ['a version that is none', { version: 1.5 }, 'version'],
    ['an action that is none', { action: { kind: 'a', target: { to: 1 }, input: 1 } }, 'action.target.to'],
    [
      'a vote without a reviewer',
      { votes: [{ verdict: 'deny', at: '2026-01-01T00:00:00.000Z', via: 'x' }] },
      'votes[0].reviewer',
    ],
    ['votes that are none', { votes: {} }, 'votes'],
  ])('I17: does not read an approval with %s', (_, change, where) => {
    const read = fromWire('Approval', json({ ...(examples.Approval as object), ...change }))
    expect(read).toEqual({ ok: false, where })
  })

  it.each([null, 1, 'x', [], true])('reads no approval from %j', (value) => {
    expect(fromWire('Approval', value)).toMatchObject({ ok: false })
  })
})

it('knows every keyword that the shapes of answers are described with', () => {
  const known = new Set(
    '$ref anyOf type enum const format pattern minimum maximum items properties required additionalProperties description'.split(
      ' ',
    ),
  )
  // They say what a caller may send; whoever answers keeps to them.
  const said = new Set([
    'minLength',
    'maxLength',
    'minItems',
    'maxItems',
    'minProperties',
    'maxProperties',
    'not',
    'default',
  ])
  const check = (schema: unknown): void => {
    if (typeof schema !== 'object' || schema === null) return
    for (const [key, value] of Object.entries(schema)) {
      expect(known.has(key) || said.has(key), key).toBe(true)
      if (key === 'properties') for (const inner of Object.values(value as object)) check(inner)
      if (key === 'items' || key === 'additionalProperties') check(value)
      if (key === 'anyOf') for (const inner of value as unknown[]) check(inner)
    }
  }
  for (const schema of Object.values(schemas)) check(schema)
})
