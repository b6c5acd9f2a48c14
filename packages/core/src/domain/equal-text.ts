// Comparing secrets so that the time it takes tells nothing of where they differ.

/** As text and not as bytes: base64url's last character has spare bits, so that four texts decode to the same bytes. */
export function equalText(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i)
  return difference === 0
}
