// What a person can set for this browser, and where else they are signed in.
import { useState } from 'preact/hooks'
import { useHouse } from '../shell/context.ts'
import { Heading } from '../shell/heading.tsx'
import { askToNotify } from '../shell/notify.ts'
import { beep } from '../shell/beep.ts'
import { catalogues, chooseLanguage, language, useMessages, type Language } from '../messages/language.ts'
import { useCell, type Cell } from '../state/cell.ts'
import { wantsKeys, wantsNotifications, wantsSound } from '../state/wishes.ts'
import { Shown } from '../text/shown.tsx'
import { SessionsPanel } from './sessions-panel.tsx'

export function SettingsPage() {
  const t = useMessages()
  const { session } = useHouse()
  const current = useCell(language)
  const [isRefused, setRefused] = useState(false)
  return (
    <>
      <Heading title={t.settings}>{t.settings}</Heading>
      <p>
        {t.signedInAs}{' '}
        <strong>
          <Shown text={session.principal} />
        </strong>
      </p>
      <section class="settings">
        <label>
          {t.language}
          <select value={current} onChange={({ currentTarget }) => chooseLanguage(currentTarget.value as Language)}>
            {Object.entries(catalogues).map(([tag, { languageName }]) => (
              <option key={tag} value={tag} lang={tag}>
                {languageName}
              </option>
            ))}
          </select>
        </label>
        <Switch
          cell={wantsNotifications}
          label={t.wantNotifications}
          onTurnOn={async () => {
            const isAllowed = await askToNotify()
            setRefused(!isAllowed)
            return isAllowed
          }}
        />
        {isRefused ? (
          <p class="field-problem" role="alert">
            {t.notificationsRefused}
          </p>
        ) : undefined}
        <Switch
          cell={wantsSound}
          label={t.wantSound}
          onTurnOn={async () => {
            beep()
            return true
          }}
        />
        <Switch cell={wantsKeys} label={t.wantKeys} onTurnOn={async () => true} />
      </section>
      <SessionsPanel />
    </>
  )
}

interface SwitchProps {
  readonly cell: Cell<boolean>
  readonly label: string
  /** Resolves to whether it may be turned on. */
  readonly onTurnOn: () => Promise<boolean>
}

function Switch({ cell, label, onTurnOn }: SwitchProps) {
  const isOn = useCell(cell)
  return (
    <label class="switch">
      <input
        type="checkbox"
        role="switch"
        checked={isOn}
        onChange={({ currentTarget }) => {
          const turn = async () => {
            const isOnNow = currentTarget.checked && (await onTurnOn())
            cell.set(isOnNow)
            currentTarget.checked = isOnNow
          }
          void turn()
        }}
      />
      {label}
    </label>
  )
}
