// How a secret may hide in what was printed, stored or answered.

/** As it is, percent-encoded, in hex, and in base64 at each of its three offsets. */
export function disguisesOf(text: string): readonly string[] {
  const base64 = [0, 1, 2].map((pad) => {
    const encoded = Buffer.from('\0'.repeat(pad) + text).toString('base64')
    // The characters at both ends depend on what stands beside it.
    return encoded.slice(Math.ceil((pad * 8) / 6), encoded.length - 4)
  })
  const url = base64.map((encoded) => encoded.replaceAll('+', '-').replaceAll('/', '_'))
  const percent = Array.from(Buffer.from(text), (byte) => `%${byte.toString(16)}`).join('')
  const hex = Buffer.from(text).toString('hex')
  return [text, encodeURIComponent(text), percent, hex, hex.toUpperCase(), ...base64, ...url]
}
