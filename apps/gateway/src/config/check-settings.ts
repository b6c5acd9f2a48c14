// What spans several keys: exposure, callback addresses, loops on HITL.sh, webhook addresses. It reads the raw tree, so
// that these problems are reported together with those of form; whatever is malformed is left to the schema.
import { createAddressFilter } from '../outbound/address-filter.ts'
import { isCidr, isLoopbackHost, parseUrl } from './expect.ts'
import { keyName, type Finding, type KeyPath } from './finding.ts'
import { isRawObject, valueAt } from './raw-tree.ts'

export function checkSettings(tree: unknown): Finding[] {
  return [...checkExposure(tree), ...checkHitlSh(tree), ...checkWebhooks(tree)]
}

const found = (path: KeyPath, message: string, fix: string): Finding => ({ path, message, fix })

function hostOf(tree: unknown): string {
  const host = valueAt(tree, ['server', 'host'])
  return typeof host === 'string' ? host : '127.0.0.1'
}

function checkExposure(tree: unknown): Finding[] {
  const findings: Finding[] = []
  if (isLoopbackHost(hostOf(tree))) return findings
  if (valueAt(tree, ['auth']) === undefined)
    findings.push(
      found(
        ['auth'],
        'is missing, but server.host can be reached from other machines.',
        "Set auth: { mode: 'token', token: '${HOLDPOINT_TOKEN}' }, or server.host to 127.0.0.1.",
      ),
    )
  return findings
}

function checkHitlSh(tree: unknown): Finding[] {
  const findings: Finding[] = []
  const hitlSh = valueAt(tree, ['hitlSh'])
  const loops = valueAt(tree, ['loops'])
  if (hitlSh === undefined) {
    for (const [loop, value] of isRawObject(loops) ? Object.entries(loops) : [])
      if (valueAt(value, ['hitlSh']) !== undefined)
        findings.push(
          found(['loops', loop, 'hitlSh'], 'needs the top-level hitlSh with its apiKey.', 'Add it, or remove this.'),
        )
    return findings
  }
  const baseUrl = valueAt(tree, ['hitlSh', 'baseUrl'])
  if (isPlainHttpElsewhere(baseUrl))
    findings.push(found(['hitlSh', 'baseUrl'], 'is http beyond loopback.', 'Use https.'))
  const own = valueAt(tree, ['loops', 'default', 'hitlSh', 'loopId'])
  if (own !== undefined && own !== valueAt(hitlSh, ['loopId']))
    findings.push(
      found(
        ['loops', 'default', 'hitlSh', 'loopId'],
        'differs from hitlSh.loopId, which serves the same loop.',
        'Remove it.',
      ),
    )
  return [...findings, ...checkCallbackAddress(tree)]
}

/** HITL.sh posts decisions to the public URL, with a secret in the path. */
function checkCallbackAddress(tree: unknown): Finding[] {
  const path = ['server', 'publicUrl']
  const publicUrl = valueAt(tree, path)
  const fix = 'Set it to the https address at which HITL.sh reaches this gateway.'
  const findings: Finding[] = []
  if (isPlainHttpElsewhere(publicUrl))
    findings.push(found(path, 'is http beyond loopback, and HITL.sh would call back on it.', fix))
  if (isLoopbackHost(hostOf(tree))) return findings
  if (publicUrl === undefined) findings.push(found(path, 'is missing, but HITL.sh needs an address to call back.', fix))
  if (valueAt(tree, ['callback', 'keys']) === undefined)
    findings.push(
      found(
        ['callback', 'keys'],
        'is missing, and beyond loopback no key is made up for it.',
        "Set callback: { keys: ['${HOLDPOINT_CALLBACK_KEY}'] }.",
      ),
    )
  return findings
}

function isPlainHttpElsewhere(value: unknown): boolean {
  const url = typeof value === 'string' ? parseUrl(value) : undefined
  return url?.protocol === 'http:' && !isLoopbackHost(url.hostname)
}

function checkWebhooks(tree: unknown): Finding[] {
  const outbound = valueAt(tree, ['outbound'])
  const findings: Finding[] = []
  for (const [channel, value] of isRawObject(outbound) ? Object.entries(outbound) : []) {
    if (valueAt(value, ['type']) !== 'webhook') continue
    const path = ['outbound', channel]
    const has = ['secret', 'secrets'].filter((key) => valueAt(value, [key]) !== undefined)
    if (has.length !== 1)
      findings.push(
        found(
          [...path, 'secret'],
          has.length === 0 ? 'is missing.' : 'and secrets are both there.',
          'Set one of secret and secrets.',
        ),
      )
    const url = valueAt(value, ['url'])
    const allow = valueAt(value, ['allow']) ?? []
    const isAllow =
      Array.isArray(allow) && allow.every((item): item is string => typeof item === 'string' && isCidr(item))
    if (typeof url !== 'string' || parseUrl(url) === undefined || !isAllow) continue
    const judged = createAddressFilter({ allow }).judgeUrl(url)
    if (!judged.ok)
      findings.push(
        found(
          [...path, 'url'],
          judged.detail,
          `Use a public https address, or list its network in ${keyName(path)}.allow.`,
        ),
      )
  }
  return findings
}
