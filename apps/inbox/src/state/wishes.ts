// What a person can switch on and off for this browser.
import { createCell, type Cell } from './cell.ts'
import { storedText } from './stored.ts'

function createSwitch(name: string, initial: boolean): Cell<boolean> {
  const stored = storedText(name)
  const cell = createCell((stored.read() ?? String(initial)) === 'true')
  cell.watch(() => stored.write(String(cell.get())))
  return cell
}

/** Single keys as commands; who speaks or dictates to the machine may want none (WCAG 2.1.4). */
export const wantsKeys = createSwitch('keys', true)
export const wantsNotifications = createSwitch('notifications', false)
export const wantsSound = createSwitch('sound', false)
