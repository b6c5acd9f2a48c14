// When to try again what a receiver didn't take.

/** The waits between attempts in ms: 5 s, 30 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h. Nine attempts in 31 hours and a half. */
export const webhookLadderMs: readonly number[] = [
  5_000, 30_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 50_400_000,
]

/**
 * Ms to wait after this attempt (1 is the first), up to a tenth more by `random` (0 ≤ n < 1) so that a crowd doesn't come
 * back at once; longer where `atLeastMs` says so. Undefined after the last rung.
 */
export function webhookDelayMs(
  attempt: number,
  random: number,
  {
    ladderMs = webhookLadderMs,
    atLeastMs = 0,
  }: { readonly ladderMs?: readonly number[]; readonly atLeastMs?: number } = {},
): number | undefined {
  const wait = ladderMs[attempt - 1]
  return wait === undefined ? undefined : Math.round(Math.max(wait, atLeastMs) * (1 + random / 10))
}

/** What a `Retry-After` header (seconds or a date, RFC 9110) asks for, in ms; 0 where it asks for nothing. */
export function retryAfterMs(value: string | undefined, now: number): number {
  const text = value?.trim() ?? ''
  if (/^\d+$/.test(text)) return Number(text) * 1000
  const at = Date.parse(text)
  return Number.isNaN(at) ? 0 : Math.max(0, at - now)
}
