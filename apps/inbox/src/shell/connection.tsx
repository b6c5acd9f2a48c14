// Whether what is shown is still followed: told only where it isn't.
import { reachable } from '../api/call.ts'
import { live } from '../api/events.ts'
import { useMessages } from '../messages/language.ts'
import { useCell } from '../state/cell.ts'

export function Connection() {
  const t = useMessages()
  const isReachable = useCell(reachable)
  const isLive = useCell(live) === 'live'
  return (
    <>
      <span
        class={isReachable ? (isLive ? 'dot live' : 'dot') : 'dot lost'}
        title={isReachable ? (isLive ? t.isLive : t.isPolling) : t.isLost}
      />
      <p class={isReachable ? 'visually-hidden' : 'lost-bar'} role="status">
        {isReachable ? '' : t.isLost}
      </p>
    </>
  )
}
