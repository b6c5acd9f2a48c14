// A gateway as far as the list of the pending needs one: pages of approvals, single ones, and a stream of hints.
import { vi } from 'vitest'
import type { Approval } from '../src/api/wire.ts'

export interface FakeGateway {
  readonly approvals: Map<string, Approval>
  /** Paths that were asked for. */
  readonly asked: string[]
  /** Whether it answers at all. */
  isUp: boolean
  /** Sends a hint down the stream; without one, `reset`. */
  hint(approval?: Approval): void
  openStream(): void
}

const pageSize = 2

/** Takes the place of `fetch` and `EventSource` until the test's globals are put back. */
export function fakeGateway(): FakeGateway {
  const streams = new Set<EventTarget>()
  const send = (event: Event) => streams.forEach((stream) => stream.dispatchEvent(event))
  const gateway: FakeGateway = {
    approvals: new Map(),
    asked: [],
    isUp: true,
    hint: (approval) =>
      send(
        approval
          ? new MessageEvent('message', {
              data: JSON.stringify({ type: `approval.${approval.status}`, id: approval.id, version: approval.version }),
            })
          : new Event('reset'),
      ),
    openStream: () => send(new Event('open')),
  }

  vi.stubGlobal('fetch', async (path: string) => {
    gateway.asked.push(path)
    if (!gateway.isUp) throw new TypeError('fetch failed')
    const { pathname, searchParams } = new URL(path, 'http://gateway')
    const id = pathname.split('/')[3]
    if (id !== undefined) {
      const approval = gateway.approvals.get(id)
      return Response.json(approval ?? { code: 'not_found', detail: '' }, { status: approval ? 200 : 404 })
    }
    const pending = [...gateway.approvals.values()].filter(
      ({ status, loop }) => status === 'pending' && loop === searchParams.get('loop'),
    )
    const from = Number(searchParams.get('cursor') ?? 0)
    const next = from + pageSize < pending.length ? { next: String(from + pageSize) } : {}
    return Response.json({ items: pending.slice(from, from + pageSize), ...next })
  })
  vi.stubGlobal(
    'EventSource',
    class extends EventTarget {
      static readonly CLOSED = 2
      readonly readyState = 1
      constructor() {
        super()
        streams.add(this)
      }
      close() {
        streams.delete(this)
      }
    },
  )
  return gateway
}
