// The frame around every view: where one can go, and whether the gateway can be reached.
import type { ComponentChildren } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { useMessages } from '../messages/language.ts'
import { useCell } from '../state/cell.ts'
import { countWaiting } from '../list/order.ts'
import { go, route, type Route } from '../state/route.ts'
import { serverClock } from '../state/server-clock.ts'
import { Connection } from './connection.tsx'
import { useHouse } from './context.ts'
import { HelpSheet } from './help-sheet.tsx'
import { useKeys } from './keys.ts'

const places = [
  ['/', 'list'],
  ['/history', 'history'],
  ['/rules', 'rules'],
  ['/audit', 'audit'],
  ['/attention', 'attention'],
  ['/settings', 'settings'],
] as const

export function Frame({ children }: { readonly children: ComponentChildren }) {
  const t = useMessages()
  const { inbox, session } = useHouse()
  const { rows, isReady } = useCell(inbox.loaded)
  const { view } = useCell(route)
  const [isHelping, setHelping] = useState(false)
  const waiting = useMemo(() => countWaiting(rows.values(), serverClock.now()), [rows])
  const needs: Partial<Record<Route['view'], string>> = { rules: 'rules', audit: 'admin' }
  const may = (place: Route['view']) => needs[place] === undefined || session.scopes.includes(needs[place] ?? '')

  useKeys(
    useMemo(
      () => ({
        '?': () => setHelping(true),
        i: () => go('/'),
        h: () => go('/history'),
        s: () => go('/settings'),
      }),
      [],
    ),
  )
  return (
    <>
      <a class="skip" href="#main">
        {t.skip}
      </a>
      <header>
        <a class="brand" href="/">
          Holdpoint
        </a>
        <Connection />
        <nav aria-label={t.places}>
          {places
            .filter(([, place]) => may(place))
            .map(([path, place]) => (
              <a key={path} href={path} aria-current={view === place ? 'page' : undefined}>
                {t.placeNames[place]}
                {place === 'list' && isReady ? <span class="count">{waiting}</span> : undefined}
              </a>
            ))}
          <button type="button" class="quiet" aria-haspopup="dialog" onClick={() => setHelping(true)}>
            {t.help}
          </button>
        </nav>
      </header>
      <main id="main">{children}</main>
      {isHelping ? <HelpSheet onClose={() => setHelping(false)} /> : undefined}
    </>
  )
}
