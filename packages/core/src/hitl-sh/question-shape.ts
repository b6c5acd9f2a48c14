// The limits that HITL.sh documents for each kind of question [DOCS-A, DOCS-B response types].
import { z } from 'zod'

const text = (min: number, max: number) =>
  z.string({ error: 'must be text' }).refine((value) => value.length >= min && value.length <= max, {
    error: `must have ${min} to ${max} characters`,
  })
const number = z.number({ error: 'must be a number' })
const count = (min: number, max: number) => {
  const error = `must be a whole number from ${min} to ${max}`
  return z.int({ error }).min(min, { error }).max(max, { error })
}

// As objects only: of plain strings the API makes values of its own [DOCS-B], which nobody could compare with.
const option = z.object({ value: text(1, 100), label: text(1, 200) }, { error: 'must be an object { value, label }' })
const options = z
  .array(option, { error: 'must be a list of { value, label }' })
  .min(1, { error: 'must have 1 to 20 entries' })
  .max(20, { error: 'must have 1 to 20 entries' })
  .refine((list) => new Set(list.map(({ value }) => value)).size === list.length, {
    error: 'must have a value of its own in each entry',
  })

const ask = <Type extends string, Config extends z.ZodType, Default extends z.ZodType>(
  type: Type,
  config: Config,
  fallback: Default,
) => z.object({ response_type: z.literal(type), response_config: config, default_response: fallback })

const words = z.string({ error: 'must be text' })
const length = { min_length: count(0, 5000).optional(), max_length: count(1, 5000).optional() }

export const questionShape = z.discriminatedUnion(
  'response_type',
  [
    ask('text', z.object(length), words),
    ask('single_select', z.object({ options }), words),
    ask(
      'multi_select',
      z.object({ options, min_selections: count(0, 20).optional(), max_selections: count(1, 20).optional() }),
      z.union([z.array(z.string()), z.string()], { error: 'must be a list of values' }),
    ),
    ask(
      'rating',
      z
        .object({ scale_min: number.optional(), scale_max: number, scale_step: number.optional() })
        .refine(({ scale_min = 1, scale_max }) => scale_max > scale_min, {
          error: 'must be above scale_min',
          path: ['scale_max'],
        }),
      number,
    ),
    ask(
      'number',
      z.object({ min_value: number.optional(), max_value: number, decimal_places: count(0, 10).optional() }),
      number,
    ),
    ask(
      'boolean',
      z.object({ true_label: text(0, 100).optional(), false_label: text(0, 100).optional() }),
      z.boolean({ error: 'must be true or false' }),
    ),
    ask('editable_text', z.object({ ...length, draft_text: words, max_length: count(1, 5000) }), words),
  ],
  { error: 'must be one of text, single_select, multi_select, rating, number, boolean, editable_text' },
)
