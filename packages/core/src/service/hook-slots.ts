// How many messages to callback URLs are under way at once, in all and to one host: a receiver that hangs takes its own
// places and nobody else's.

export interface HookSlots {
  /** Runs it if there is a place; else notes that `id` waits for one. False where it didn't run. */
  run(id: string, effectId: string, url: string, send: () => Promise<void>): boolean
  /** How many records wait for a place. */
  crowded(): number
  underWay(): readonly Promise<void>[]
}

export interface HookSlotsOptions {
  readonly max: number
  readonly maxPerHost: number
  /** Tells that a place is free for this record. */
  readonly onFree: (id: string) => void
}

export function createHookSlots({ max, maxPerHost, onFree }: HookSlotsOptions): HookSlots {
  const flying = new Map<string, Promise<void>>()
  const perHost = new Map<string, number>()
  /** By host, so that a place which a host leaves goes to one that waits for this host, or for any. */
  const waiting = new Map<string, Set<string>>()

  const wait = (host: string, id: string) => void waiting.set(host, (waiting.get(host) ?? new Set()).add(id))

  const pass = (host: string) => {
    const next = waiting.has(host) ? host : waiting.keys().next().value
    const ids = next === undefined ? undefined : waiting.get(next)
    const [id] = ids ?? []
    if (next === undefined || !ids || id === undefined) return
    ids.delete(id)
    if (ids.size === 0) waiting.delete(next)
    onFree(id)
  }

  return {
    run(id, effectId, url, send) {
      if (flying.has(effectId)) return true
      const host = hostOf(url)
      const busy = perHost.get(host) ?? 0
      if (flying.size >= max || busy >= maxPerHost) {
        wait(host, id)
        return false
      }
      perHost.set(host, busy + 1)
      const flight = send().finally(() => {
        flying.delete(effectId)
        const left = (perHost.get(host) ?? 1) - 1
        if (left === 0) perHost.delete(host)
        else perHost.set(host, left)
        pass(host)
      })
      flying.set(effectId, flight)
      return true
    },
    crowded: () => [...waiting.values()].reduce((sum, ids) => sum + ids.size, 0),
    underWay: () => [...flying.values()],
  }
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : '')
