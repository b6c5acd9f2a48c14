// Desktop notifications of what is newly waiting, for who has asked for them and isn't looking.
import { showHidden } from '@holdpoint/core'
import type { Row } from '../list/row.ts'
import { messages } from '../messages/language.ts'
import type { Inbox } from '../state/inbox.ts'
import { approvalPath, go } from '../state/route.ts'
import { wantsNotifications, wantsSound } from '../state/wishes.ts'
import { beep } from './beep.ts'

/** A flood of questions is told once. */
const quietMs = 3_000

export async function askToNotify(): Promise<boolean> {
  if (!('Notification' in window)) return false
  return (await Notification.requestPermission()) === 'granted'
}

/** Returns how to stop. */
export function notifyOfArrivals(inbox: Inbox): () => void {
  let quietUntil = 0
  return inbox.onArrival((row) => {
    if (performance.now() < quietUntil) return
    quietUntil = performance.now() + quietMs
    if (wantsSound.get()) beep()
    if (wantsNotifications.get() && document.hidden) notify(row)
  })
}

function notify({ id, kind, target }: Row): void {
  if (!('Notification' in window) || Notification.permission !== 'granted') return
  const [first] = target
  // It says what is asked, never a button to allow it: that is decided where all of it is shown.
  const body = showHidden(`${kind} → ${first?.[1] ?? ''}`).slice(0, 120)
  const notification = new Notification(messages().notificationTitle, { body, tag: id })
  notification.addEventListener('click', () => {
    window.focus()
    go(approvalPath(id))
    notification.close()
  })
}
