// One small change of an action at a time, of the kinds that a matcher which is kind to its users lets through.
import type { Action } from '../../src/domain/action.ts'
import type { Json } from '../../src/domain/json.ts'
import type { RuleSubject } from '../../src/domain/rule.ts'
import { pick, type Draw } from './sample-rules.ts'

export type Mutation = (subject: RuleSubject, draw: Draw) => RuleSubject

const withAction = (subject: RuleSubject, change: Partial<Action>): RuleSubject => ({
  ...subject,
  action: { ...subject.action, ...change },
})

const withTarget = (subject: RuleSubject, target: Record<string, string>): RuleSubject =>
  withAction(subject, { target })

/** Changes the value of one field. */
function onValue(change: (value: string, draw: Draw) => string): Mutation {
  return (subject, draw) => {
    const { target } = subject.action
    const name = pick(draw, Object.keys(target))
    return withTarget(subject, { ...target, [name]: change(target[name] ?? '', draw) })
  }
}

/** Changes one word anywhere in the subject. */
function onWord(change: (word: string, draw: Draw) => string): Mutation {
  const value = onValue(change)
  return (subject, draw) => {
    const { loop, requester, action } = subject
    const names = Object.keys(action.target)
    switch (draw(6)) {
      case 0:
        return { ...subject, requester: change(requester, draw) }
      case 1:
        return { ...subject, loop: change(loop, draw) }
      case 2:
        return withAction(subject, { kind: change(action.kind, draw) })
      case 3: {
        const renamed = pick(draw, names)
        const changed = names.map((name) => [name === renamed ? change(name, draw) : name, action.target[name] ?? ''])
        return withTarget(subject, Object.fromEntries(changed) as Record<string, string>)
      }
      default:
        return value(subject, draw)
    }
  }
}

const strange = ['a', 'Z', '0', ' ', '\t', '\u0000', '/', ':', '*', '\u200b', '\u202e', '\ufeff', 'е', '\u{1f600}', '%']

const byte = onWord((word, draw) => {
  const chars = Array.from(word)
  const at = draw(chars.length + 1)
  chars.splice(at, draw(2), ...(draw(3) === 0 ? [] : [pick(draw, strange)]))
  return chars.join('')
})

const letterCase = onWord((word, draw) => {
  const at = draw(word.length + 1)
  const [before, char, after] = [word.slice(0, at), word.slice(at, at + 1), word.slice(at + 1)]
  const turned = char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase()
  return pick(draw, [before + turned + after, word.toUpperCase(), word.toLowerCase()])
})

const forms = ['NFC', 'NFD', 'NFKC', 'NFKD'] as const

/** Prefers the words that have another form at all. */
const unicodeForm: Mutation = (subject, draw) => {
  const { requester, action } = subject
  const { target } = action
  const form = pick(draw, forms)
  const names = Object.keys(target).filter((name) => target[name]?.normalize(form) !== target[name])
  if (names.length === 0) return { ...subject, requester: requester.normalize(form) }
  const name = pick(draw, names)
  return withTarget(subject, { ...target, [name]: target[name]?.normalize(form) ?? '' })
}

const extraField: Mutation = (subject, draw) =>
  withTarget(subject, {
    ...subject.action.target,
    [pick(draw, ['extra', 'thread', 'account', 'to ', 'TO', 'constructor', 'toString'])]: pick(draw, ['', '*', 'x']),
  })

const missingField: Mutation = (subject, draw) => {
  const names = Object.keys(subject.action.target)
  const gone = pick(draw, names)
  return withTarget(
    subject,
    Object.fromEntries(Object.entries(subject.action.target).filter(([name]) => name !== gone)),
  )
}

const pathForm = onValue((value, draw) => {
  const char = value.charCodeAt(draw(Math.max(value.length, 1)))
  const code = Number.isNaN(char) ? '%00' : `%${(char % 256).toString(16).padStart(2, '0')}`
  return pick(draw, [
    `${value}/`,
    `/${value}`,
    `${value}/.`,
    `./${value}`,
    `${value}/../${value}`,
    `${value}?`,
    `${value}#`,
    `${value};x=1`,
    `${value}${code}`,
    value.replace('/', '//'),
    value.replace('/', '%2f'),
    value.replace('/', '\\'),
    value.replace(/\/$/, ''),
    `${value}:**`,
  ])
})

const swappedFields: Mutation = (subject, draw) => {
  const names = Object.keys(subject.action.target)
  const [one, other] = [pick(draw, names), pick(draw, names)]
  const { target } = subject.action
  return withTarget(subject, { ...target, [one]: target[other] ?? '', [other]: target[one] ?? '' })
}

/** Moves text over the border between a field and its neighbour: what is joined carelessly would look the same. */
const movedBorder: Mutation = (subject, draw) => {
  const { target } = subject.action
  const name = pick(draw, Object.keys(target))
  const value = target[name] ?? ''
  const { [name]: _, ...rest } = target
  return withTarget(subject, { ...rest, [`${name}${value.slice(0, 1)}`]: value.slice(1) })
}

const otherRequester: Mutation = (subject, draw) => ({
  ...subject,
  requester: pick(draw, ['*', '', 'operator', `${subject.requester}2`, subject.requester.slice(0, -1), 'key:bot']),
})

const otherLoop: Mutation = (subject, draw) => ({
  ...subject,
  loop: pick(draw, ['*', '', 'default', 'ops', `${subject.loop}-2`, subject.loop.slice(0, -1)]),
})

const otherKind: Mutation = (subject, draw) =>
  withAction(subject, {
    kind: pick(draw, ['*', '', 'tool', 'tool.call', `${subject.action.kind}.x`, subject.action.kind.slice(0, -1)]),
  })

const otherInput: Mutation = (subject, draw) => {
  const input = subject.action.input as { readonly [key: string]: Json }
  const { n: _, ...without } = input
  return withAction(subject, {
    input: pick<Json>(draw, [
      { ...input, n: 99 },
      { ...input, extra: null },
      without,
      [input],
      JSON.stringify(input),
      { ...input, text: [input['text'] ?? ''] },
    ]),
  })
}

const otherBinding: Mutation = (subject) => ({ ...subject, bindInput: !subject.bindInput })

export const mutations: Readonly<Record<string, Mutation>> = {
  byte,
  letterCase,
  unicodeForm,
  extraField,
  missingField,
  pathForm,
  swappedFields,
  movedBorder,
  otherRequester,
  otherLoop,
  otherKind,
  otherInput,
  otherBinding,
}
