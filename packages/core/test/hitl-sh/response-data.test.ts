// Every documented shape of an answer to every kind of question, and what only looks like one.
import { describe, expect, it } from 'vitest'
import type { Json } from '../../src/domain/json.ts'
import { parseResponse, type HitlShQuestion } from '../../src/hitl-sh/index.ts'

type Question = Pick<HitlShQuestion, 'response_type' | 'response_config'>

const options = [
  { value: 'allow-once', label: 'Deny' },
  { value: 'deny', label: 'Allow once' },
]
const text: Question = { response_type: 'text', response_config: { min_length: 2, max_length: 5 } }
const single: Question = { response_type: 'single_select', response_config: { options } }
const multi: Question = { response_type: 'multi_select', response_config: { options, min_selections: 1 } }
const rating: Question = { response_type: 'rating', response_config: { scale_max: 5, scale_step: 0.5 } }
const number: Question = { response_type: 'number', response_config: { max_value: 10, decimal_places: 1 } }
const boolean: Question = { response_type: 'boolean', response_config: {} }
const edited: Question = { response_type: 'editable_text', response_config: { draft_text: 'a', max_length: 5 } }

describe('parseResponse, documented shapes', () => {
  it.each<[string, Question, Json, unknown]>([
    ['text', text, 'abc', { type: 'text', value: 'abc' }],
    ['single, object', single, { selected_value: 'deny' }, { type: 'single_select', value: 'deny' }],
    [
      'single, labelled',
      single,
      { selected_value: 'deny', selected_label: 'Allow once' },
      { type: 'single_select', value: 'deny' },
    ],
    ['single, bare', single, 'deny', { type: 'single_select', value: 'deny' }],
    [
      'multi, object',
      multi,
      { selected_values: ['deny', 'allow-once'], selected_labels: ['x'] },
      { type: 'multi_select', values: ['allow-once', 'deny'] },
    ],
    ['multi, bare', multi, ['deny'], { type: 'multi_select', values: ['deny'] }],
    ['rating, object', rating, { rating: 4.5, rating_label: 'Good' }, { type: 'rating', value: 4.5 }],
    ['rating, bare', rating, 1, { type: 'rating', value: 1 }],
    ['number, object', number, { number: 0.1, formatted_value: '€ 9' }, { type: 'number', value: 0.1 }],
    ['number, bare', number, 10, { type: 'number', value: 10 }],
    ['boolean, object', boolean, { boolean: false, boolean_label: 'Yes' }, { type: 'boolean', value: false }],
    ['boolean, bare', boolean, true, { type: 'boolean', value: true }],
    [
      'edited',
      edited,
      { revised_text: 'abc', was_edited: true },
      { type: 'editable_text', value: 'abc', wasEdited: true },
    ],
    ['edited, bare', edited, 'abc', { type: 'editable_text', value: 'abc' }],
  ])('%s', (_, question, data, value) => {
    expect(parseResponse(question, data)).toEqual({ ok: true, value })
  })
})

describe('I6: parseResponse, what is no answer', () => {
  it.each<[string, Question, Json | undefined]>([
    ['no text', text, undefined],
    ['text too short', text, 'a'],
    ['text too long', text, 'abcdef'],
    ['a number for text', text, 12],
    ['a label', single, 'Deny'],
    ['only a label', single, { selected_label: 'deny' }],
    ['another case', single, { selected_value: 'DENY' }],
    ['a list for one', single, ['deny']],
    ['an inherited field', single, JSON.parse('{"__proto__": {"selected_value": "deny"}}') as Json],
    ['none of several', multi, []],
    ['the same twice', multi, ['deny', 'deny']],
    ['one that was not offered', multi, ['deny', 'other']],
    ['text for several', multi, 'deny'],
    ['off the step', rating, 4.2],
    ['below the scale', rating, 0.5],
    ['above the scale', rating, { rating: 5.5 }],
    ['a rating as text', rating, '4'],
    ['too many decimals', number, 0.11],
    ['negative where none was asked for', number, -1],
    ['too large', number, 11],
    ['a word for true', boolean, 'true'],
    ['one for true', boolean, 1],
    ['null', boolean, null],
    ['a draft without text', edited, { was_edited: false }],
    ['a revision too long', edited, 'abcdef'],
  ])('%s', (_, question, data) => {
    expect(parseResponse(question, data)).toMatchObject({ ok: false, reason: expect.stringMatching(/\w/) as string })
  })
})
