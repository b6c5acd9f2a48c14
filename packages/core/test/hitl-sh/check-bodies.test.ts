// What HITL.sh would refuse is refused here, by field, before it costs a call.
import { describe, expect, it } from 'vitest'
import {
  whyNotCreate,
  whyNotCreateLoop,
  whyNotFeedback,
  whyNotQuery,
  whyNotUpdateLoop,
  type CreateHitlShRequest,
} from '../../src/hitl-sh/index.ts'

const options = [{ value: 'deny', label: 'Deny' }]
const body: CreateHitlShRequest = {
  processing_type: 'time-sensitive',
  type: 'markdown',
  priority: 'high',
  request_text: 'May I?',
  timeout_seconds: 60,
  platform: 'api',
  response_type: 'single_select',
  response_config: { options },
  default_response: 'deny',
}
/** As somebody without our types would call it. */
const create = (changes: object): string | undefined => whyNotCreate({ ...body, ...changes })

describe('a create', () => {
  it.each<[string, object]>([
    ['as it is', {}],
    ['deferred, without a time limit', { processing_type: 'deferred', timeout_seconds: undefined }],
    ['an image', { type: 'image', image_url: 'https://example.com/a.png' }],
    ['a text', { response_type: 'text', response_config: {}, default_response: '' }],
    ['several', { response_type: 'multi_select', default_response: ['deny'] }],
    ['a rating', { response_type: 'rating', response_config: { scale_max: 5 }, default_response: 1 }],
    ['a number', { response_type: 'number', response_config: { max_value: 5 }, default_response: 1 }],
    ['yes or no', { response_type: 'boolean', response_config: {}, default_response: false }],
    [
      'a draft',
      { response_type: 'editable_text', response_config: { draft_text: 'a', max_length: 9 }, default_response: 'a' },
    ],
  ])('%s is fine', (_, changes) => {
    expect(create(changes)).toBeUndefined()
  })

  it.each<[string, object, string]>([
    ['D16: the priority normal', { priority: 'normal' }, 'priority must be one of critical, high, medium, low'],
    ['D16: the type text', { type: 'text' }, 'type must be one of markdown'],
    ['no text', { request_text: '' }, 'request_text must have 1 to 2000 characters'],
    ['too much text', { request_text: 'x'.repeat(2001) }, 'request_text'],
    ['no time limit', { timeout_seconds: undefined }, 'timeout_seconds is missing'],
    ['too short a time', { timeout_seconds: 59 }, 'timeout_seconds must be a whole number from 60 to 86400'],
    ['an image without one', { type: 'image' }, 'image_url is missing'],
    ['a relative callback', { callback_url: '/hitl' }, 'callback_url must be an absolute URL'],
    ['another kind of answer', { response_type: 'vote' }, 'response_type must be one of'],
    ['no options', { response_config: { options: [] } }, 'response_config.options must have 1 to 20'],
    ['options as text', { response_config: { options: ['deny'] } }, 'response_config.options.0 must be an object'],
    ['the same option twice', { response_config: { options: [...options, ...options] } }, 'of its own'],
    ['a default of another kind', { default_response: 7 }, 'default_response must be text'],
    [
      'an empty scale',
      { response_type: 'rating', response_config: { scale_max: 1 }, default_response: 1 },
      'response_config.scale_max must be above scale_min',
    ],
  ])('%s is named', (_, changes, why) => {
    expect(create(changes)).toContain(why)
  })
})

it.each<[string, string | undefined, string]>([
  ['a loop without a name', whyNotCreateLoop({ name: '', icon: 'a' }), 'name must have 1 to 100'],
  ['a change of nothing', whyNotUpdateLoop({}), 'at least one of'],
  ['a long description', whyNotUpdateLoop({ description: 'x'.repeat(501) }), 'description'],
  ['no feedback', whyNotFeedback({}), 'at least one field'],
  ['a rating of six', whyNotFeedback({ rating: 6 }), 'rating must be a whole number from 1 to 5'],
  ['a page of 101', whyNotQuery({ limit: 101 }), 'limit must be a whole number from 1 to 100'],
])('%s is named', (_, why, expected) => {
  expect(why).toContain(expected)
})
