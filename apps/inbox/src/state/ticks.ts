// The time, once a second, for what counts down. Nothing runs while nobody looks.
import { createCell, useCell } from './cell.ts'
import { serverClock } from './server-clock.ts'

const second = createCell(serverClock.now())
setInterval(() => {
  if (!document.hidden) second.set(serverClock.now())
}, 1_000)
document.addEventListener('visibilitychange', () => second.set(serverClock.now()))

/** Epoch ms by the server's clock; the component is drawn again every second. */
export const useNow = (): number => useCell(second)
