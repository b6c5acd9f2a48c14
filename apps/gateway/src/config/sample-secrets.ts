// The published list of what is not a secret: sample values, placeholders, and what a failed substitution leaves behind.
// A secret made of nothing but these words, however repeated, joined or padded, is refused.

/** Written by programs that had no value. */
export const notValues = ['undefined', 'null', 'none', 'nil', 'nan', 'true', 'false', 'object', '[object Object]']

export const sampleWords = `
  changeme changethis change replace insert enter put fill paste todo fixme
  secret token password passwort passwd passphrase pass apikey key credential
  callback webhook auth bearer operator gateway holdpoint admin root user bot
  example sample placeholder dummy default demo test dev local staging foo bar
  your my the this me here with real random string value please now
  at least characters chars bytes long before production prod super very in
  do not use insecure unsafe letmein qwerty welcome hunter2 hitl live whsec
  correct horse battery staple xxx abc123
`
  .trim()
  .split(/\s+/)

/** Values that documentation, ours and that of HITL.sh and Standard Webhooks, shows. */
export const sampleValues = [
  'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
  'whsec_plJ3nmyCDGBKInavdOK15jsl',
  'hitl_live_1234567890abcdef1234567890abcdef',
  'sk_live_1234567890abcdef1234567890abcdef',
]

const sequences = [
  '01234567890123456789012345678901234567890123456789',
  'abcdefghijklmnopqrstuvwxyz',
  '0123456789abcdef',
]

const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

// Longest first, so that `changeme` is not taken for `change` and a rest.
const words = new RegExp(
  [...notValues, ...sampleWords]
    .map(plain)
    .toSorted((left, right) => right.length - left.length)
    .join('|'),
  'g',
)

/** Whether it is on the list, as it stands or joined, repeated and padded. */
export function isSampleSecret(secret: string): boolean {
  const text = plain(secret)
  if (sampleValues.some((value) => plain(value) === text)) return true
  if (isMonotonous(secret) || isMonotonous(text)) return true
  const rest = text.replaceAll(words, '')
  return rest.length <= 4 || isMonotonous(rest) || sequences.some((sequence) => isRun(rest, sequence))
}

/** At most four different characters, or one short piece over and over. */
function isMonotonous(text: string): boolean {
  if (new Set(text).size <= 4) return true
  for (let period = 1; period <= 8; period++) {
    const piece = text.slice(0, period)
    if (text.length >= 2 * period && piece.repeat(Math.ceil(text.length / period)).slice(0, text.length) === text)
      return true
  }
  return false
}

const isRun = (text: string, sequence: string) =>
  sequence.repeat(Math.ceil(text.length / sequence.length) + 1).includes(text)
