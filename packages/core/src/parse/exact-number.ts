// Whether a JSON number means the same to every reader: what a double can't hold would be shown as one number and run
// as another.

/**
 * True if the decimal value of the token (a valid JSON number) is that of the shortest decimal which reads back as the
 * same double: `0.1`, `1e2` and `-0` are, `9007199254740993`, `1e400` and `4.9e-324` aren't. Linear in the token.
 */
export function isExactNumber(token: string): boolean {
  const value = Number(token)
  if (!Number.isFinite(value)) return false
  const shortest = String(value)
  if (shortest === token) return true
  const a = decimalOf(token)
  const b = decimalOf(shortest)
  return a.digits === b.digits && a.exponent === b.exponent
}

/** `0.digits × 10^exponent`, without the sign (which `Number` always keeps); zero has no digits. */
function decimalOf(token: string): { readonly digits: string; readonly exponent: number } {
  const [mantissa = '', power = '0'] = token.toLowerCase().split('e')
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.')
  const all = whole + fraction
  // Loops, because /0+$/ takes quadratic time on long runs of zeros.
  let start = 0
  while (all.charCodeAt(start) === 48) start += 1
  let end = all.length
  while (end > start && all.charCodeAt(end - 1) === 48) end -= 1
  if (start === end) return { digits: '', exponent: 0 }
  return { digits: all.slice(start, end), exponent: Number(power) + whole.length - start }
}
