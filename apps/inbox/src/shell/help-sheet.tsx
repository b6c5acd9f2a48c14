// The keys that are commands, where the person wants them.
import { useMessages } from '../messages/language.ts'
import { useCell } from '../state/cell.ts'
import { wantsKeys } from '../state/wishes.ts'
import { Dialog } from './dialog.tsx'

export function HelpSheet({ onClose }: { readonly onClose: () => void }) {
  const t = useMessages()
  const isOn = useCell(wantsKeys)
  return (
    <Dialog title={t.help} onClose={onClose}>
      {isOn ? undefined : <p class="notice">{t.keysAreOff}</p>}
      {t.keySheet.map(({ title, keys }) => (
        <section key={title}>
          <h3>{title}</h3>
          <dl class="keys">
            {keys.map(([key, meaning]) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  )
}
