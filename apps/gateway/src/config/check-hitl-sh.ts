// What of HITL.sh spans several keys: where it calls back, which loops it serves, and what only looks like its settings.
import { isLoopbackHost, parseUrl } from './expect.ts'
import { found, type Finding } from './finding.ts'
import { hostOf, isRawObject, valueAt } from './raw-tree.ts'

export function checkHitlSh(tree: unknown): Finding[] {
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
  for (const [loop, value] of isRawObject(loops) ? Object.entries(loops) : [])
    if (
      loop !== 'default' &&
      isRawObject(valueAt(value, ['hitlSh'])) &&
      valueAt(value, ['hitlSh', 'loopId']) === undefined
    )
      findings.push(
        found(['loops', loop, 'hitlSh', 'loopId'], 'is missing.', `Set HITL.sh’s loop for the loop ${loop}.`),
      )
  const apiKey = valueAt(tree, ['hitlSh', 'apiKey'])
  if (typeof apiKey === 'string' && /^[0-9a-f]{24}$/i.test(apiKey))
    findings.push(
      found(['hitlSh', 'apiKey'], 'looks like the id of a loop.', 'Set the key that HITL.sh shows as hitl_live_….'),
    )
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
