// What goes through a notification: who says it, and the ids it is about.

/** PostgreSQL takes less than 8,000 bytes. */
const maxBytes = 7_900

/** As many payloads as are needed; an id that fits none is left out, being a hint. */
export function toPayloads(sender: string, ids: Iterable<string>): string[] {
  const payloads: string[] = []
  let some: string[] = [sender]
  let bytes = 0
  const finish = () => {
    if (some.length > 1) payloads.push(JSON.stringify(some))
    some = [sender]
    bytes = Buffer.byteLength(sender) + 4
  }
  finish()
  for (const id of ids) {
    const more = Buffer.byteLength(JSON.stringify(id)) + 1
    if (bytes + more > maxBytes) finish()
    if (bytes + more > maxBytes) continue
    some.push(id)
    bytes += more
  }
  finish()
  return payloads
}

/** Undefined for what isn't ours: anyone who may connect to the database may notify. */
export function fromPayload(payload: string): { readonly sender: string; readonly ids: readonly string[] } | undefined {
  try {
    const words: unknown = JSON.parse(payload)
    if (!Array.isArray(words) || !words.every((word) => typeof word === 'string')) return undefined
    const [sender, ...ids] = words
    return sender === undefined ? undefined : { sender, ids }
  } catch {
    return undefined
  }
}
