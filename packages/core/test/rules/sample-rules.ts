// Rules and subjects to test with, drawn from a seed, and a log that keeps what it is told.
import type { Action } from '../../src/domain/action.ts'
import { inputDigestOf, type Rule, type RuleSubject } from '../../src/domain/rule.ts'
import type { Principal, Scope } from '../../src/domain/principal.ts'
import type { Log } from '../../src/ports.ts'

/** A whole number from 0 to below `below`. */
export type Draw = (below: number) => number

/** Mulberry32: small, and the same everywhere. */
export function drawFrom(seed: number): Draw {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

export function pick<T>(draw: Draw, items: readonly T[]): T {
  const item = items[draw(items.length)]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}

const names = ['to', 'channel', 'account', 'thread', 'path', 'method', 'plugin', 'tool', 'To', 'a.b']
const values = [
  '',
  '*',
  '+1555',
  'C123',
  'café',
  'cafe\u0301',
  'Å',
  'ﬁle',
  '/api/v1/users/42',
  '/Api//v1/./users/%34%32/',
  'mailto:Ann@Example.org',
  'ann@example.org',
  'GET',
  'a:b/**',
  'x\u0000y',
  'null',
  ' padded ',
]
const kinds = ['outbound.message', 'http.route', 'tool.call', 'tool.call-2', 'my.own.kind']
const requesters = ['key:bot', 'key:Bot', 'key:bot2', 'operator', 'hitl-sh:u_1', 'key:jos\u00e9']
const loops = ['default', 'default-2', 'ops', 'a_b']

export const noon = Date.UTC(2026, 0, 1, 12)
export const dayMs = 86_400_000

export function randomSubject(draw: Draw): RuleSubject {
  const target: Record<string, string> = {}
  for (let n = draw(5) + 1; n > 0; n--) target[pick(draw, names)] = randomValue(draw)
  const action: Action = {
    kind: pick(draw, kinds),
    target,
    input: { text: randomValue(draw), n: draw(10), items: [randomValue(draw), null, draw(2) === 0] },
  }
  return { loop: pick(draw, loops), requester: pick(draw, requesters), action, bindInput: draw(2) === 0 }
}

const randomValue = (draw: Draw): string => pick(draw, values) + (draw(2) === 0 ? '' : draw(1_000_000).toString(36))

let made = 0

/** The rule that exactly this subject would leave behind; tests change what they are about. */
export function ruleFor({ loop, requester, action, bindInput }: RuleSubject, changes: Partial<Rule> = {}): Rule {
  return {
    id: `ap_${(made += 1)}`,
    loop,
    requester,
    kind: action.kind,
    target: action.target,
    ...(bindInput && { inputDigest: inputDigestOf(action) }),
    createdBy: 'ann',
    createdAt: noon,
    expiresAt: noon + 30 * dayMs,
    uses: 0,
    ...changes,
  }
}

export const subject: RuleSubject = {
  loop: 'default',
  requester: 'key:bot',
  action: { kind: 'outbound.message', target: { channel: 'log', to: '+1555' }, input: { payloads: [{ text: 'hi' }] } },
  bindInput: false,
}

export function person(id = 'ann', scopes: readonly Scope[] = ['decide', 'rules'], loops = ['default']): Principal {
  return { id, scopes, loops, via: 'api' }
}

/** Keeps the messages. */
export function listeningLog(): { readonly log: Log; readonly heard: string[] } {
  const heard: string[] = []
  const hear = (message: string) => void heard.push(message)
  return { log: { debug: hear, info: hear, warn: hear, error: hear }, heard }
}
