// Refuses secrets that are blank, short, samples, or used in two places. Messages name keys, never values.
import { keyName, type Finding, type KeyPath } from './finding.ts'
import { isSampleSecret, notValues } from './sample-secrets.ts'
import { secretsIn } from './secret-keys.ts'

export const minSecretLength = 24

const make = 'Make one with `openssl rand -hex 32` and pass it as `${VARIABLE}` or `{ file: … }`.'

/** Why this secret can't be used, or undefined if it can. */
export function whyUnusable(secret: string): string | undefined {
  const trimmed = secret.trim()
  if (trimmed === '') return 'is blank.'
  if (trimmed !== secret) return 'begins or ends with white space.'
  if (/[^\x21-\x7E]/.test(secret)) return 'holds a space, a control character or one outside ASCII.'
  if (notValues.includes(trimmed.toLowerCase())) return `is the word ${trimmed.toLowerCase()}, not a secret.`
  if (secret.length < minSecretLength) return `is shorter than ${minSecretLength} characters.`
  if (isSampleSecret(secret)) return 'is a sample value that anybody can guess.'
  return undefined
}

/** A webhook secret with the prefix `whsec_` must hold 24 to 64 bytes of base64, as Standard Webhooks has it. */
function whyNotStandard(path: KeyPath, secret: string): string | undefined {
  if ((path[0] !== 'outbound' && path[0] !== 'webhooks') || !secret.startsWith('whsec_')) return undefined
  const text = secret.slice('whsec_'.length)
  const bytes = Buffer.from(text, 'base64')
  const isBase64 = bytes.toString('base64').replace(/=+$/, '') === text.replace(/=+$/, '')
  if (isBase64 && bytes.length >= 24 && bytes.length <= 64) return undefined
  return 'begins with whsec_ but is not base64 of 24 to 64 bytes.'
}

export function checkSecrets(tree: unknown): Finding[] {
  const findings: Finding[] = []
  const first = new Map<string, string>()
  for (const { path, value } of secretsIn(tree)) {
    const why = whyUnusable(value) ?? whyNotStandard(path, value)
    if (why !== undefined) findings.push({ path, message: why, fix: make })
    const earlier = first.get(value)
    if (earlier === undefined) first.set(value, keyName(path))
    else if (why === undefined)
      findings.push({ path, message: `is the same secret as ${earlier}.`, fix: 'Give each place its own.' })
  }
  return findings
}
