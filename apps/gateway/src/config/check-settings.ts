// What spans several keys: exposure, callback addresses, loops on HITL.sh, webhook addresses. It reads the raw tree, so
// that these problems are reported together with those of form; whatever is malformed is left to the schema.
import { createAddressFilter } from '../outbound/address-filter.ts'
import { isCidr, isLoopbackHost, parseUrl } from './expect.ts'
import { checkHitlSh } from './check-hitl-sh.ts'
import { found, keyName, type Finding, type KeyPath } from './finding.ts'
import { hostOf, isRawObject, valueAt } from './raw-tree.ts'

export function checkSettings(tree: unknown): Finding[] {
  return [...checkExposure(tree), ...checkHitlSh(tree), ...checkWebhooks(tree)]
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

function checkOneSecret(value: unknown, path: KeyPath): Finding[] {
  const has = ['secret', 'secrets'].filter((key) => valueAt(value, [key]) !== undefined)
  if (has.length === 1) return []
  const what = has.length === 0 ? 'is missing.' : 'and secrets are both there.'
  return [found([...path, 'secret'], what, 'Set one of secret and secrets.')]
}

function checkWebhooks(tree: unknown): Finding[] {
  const outbound = valueAt(tree, ['outbound'])
  const webhooks = valueAt(tree, ['webhooks'])
  const findings: Finding[] = isRawObject(webhooks) ? checkOneSecret(webhooks, ['webhooks']) : []
  for (const [channel, value] of isRawObject(outbound) ? Object.entries(outbound) : []) {
    if (valueAt(value, ['type']) !== 'webhook') continue
    const path = ['outbound', channel]
    findings.push(...checkOneSecret(value, path))
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
