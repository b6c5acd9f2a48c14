// Single keys as commands, where the person wants them and isn't typing.
import { useEffect } from 'preact/hooks'
import { wantsKeys } from '../state/wishes.ts'

export type KeyCommands = Readonly<Record<string, () => void>>

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input:not([type=checkbox]), textarea, select') !== null

/** A button has the focus, and these keys press it. */
const isPressing = ({ key, target }: KeyboardEvent): boolean =>
  (key === ' ' || key === 'Enter') &&
  target instanceof HTMLElement &&
  target.closest('button, a, summary, input') !== null

/** `keys` by what `KeyboardEvent.key` says. Nothing of this happens while a dialog is open. */
export function useKeys(keys: KeyCommands): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !wantsKeys.get()) return
      if (isTyping(event.target) || isPressing(event) || document.querySelector('dialog[open]')) return
      const command = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined
      if (!command) return
      event.preventDefault()
      command()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [keys])
}
