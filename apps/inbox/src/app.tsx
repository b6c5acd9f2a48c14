// From the address to the view, for who is signed in; everybody else is asked to sign in first.
import { useEffect, useMemo, useState } from 'preact/hooks'
import { signedOut } from './api/call.ts'
import { readSession, session, type Session } from './api/session.ts'
import { ApprovalPage } from './approval/approval-page.tsx'
import { ListPage } from './list/list-page.tsx'
import { useMessages } from './messages/language.ts'
import { AttentionPage } from './pages/attention-page.tsx'
import { AuditPage } from './pages/audit-page.tsx'
import { HistoryPage } from './pages/history-page.tsx'
import { RulesPage } from './pages/rules-page.tsx'
import { SettingsPage } from './pages/settings-page.tsx'
import { SignInPage } from './pages/sign-in-page.tsx'
import { TogetherPage } from './pages/together-page.tsx'
import { HouseContext, type House } from './shell/context.ts'
import { Frame } from './shell/frame.tsx'
import { Heading } from './shell/heading.tsx'
import { notifyOfArrivals } from './shell/notify.ts'
import { useCell } from './state/cell.ts'
import { createInbox } from './state/inbox.ts'
import { route } from './state/route.ts'

/** How soon a gateway that doesn't answer is asked again, ms. */
const againMs = 2_000

export function App() {
  const t = useMessages()
  const who = useCell(session)
  const { view } = useCell(route)
  const outs = useCell(signedOut)
  const [tries, setTries] = useState(0)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const ask = async () => {
      const answer = await readSession()
      if (!answer.ok && answer.problem.status !== 401) timer = setTimeout(() => setTries((n) => n + 1), againMs)
    }
    void ask()
    return () => clearTimeout(timer)
  }, [outs, tries])

  if (view === 'sign-in' || who === null)
    return (
      <>
        <header>
          <span class="brand">Holdpoint</span>
        </header>
        <main id="main" class="narrow">
          <SignInPage />
        </main>
      </>
    )
  if (who === undefined)
    return (
      <main id="main" class="narrow">
        <p class="empty" role="status">
          {tries > 0 ? t.isLost : t.loading}
        </p>
      </main>
    )
  return <SignedIn key={JSON.stringify([who.principal, who.loops, who.scopes])} session={who} />
}

function SignedIn({ session }: { readonly session: Session }) {
  const [house, setHouse] = useState<House>()
  const loops = useMemo(() => session.loops, [])
  useEffect(() => {
    const inbox = createInbox(loops)
    const unwatch = notifyOfArrivals(inbox)
    setHouse({ session, inbox })
    return () => {
      unwatch()
      inbox.stop()
    }
  }, [loops])
  if (!house) return undefined
  return (
    <HouseContext.Provider value={house}>
      <Frame>
        <View />
      </Frame>
    </HouseContext.Provider>
  )
}

function View() {
  const t = useMessages()
  const at = useCell(route)
  switch (at.view) {
    case 'list':
      return <ListPage />
    case 'approval':
      return <ApprovalPage key={at.id} id={at.id} />
    case 'together':
      return <TogetherPage />
    case 'history':
      return <HistoryPage />
    case 'rules':
      return <RulesPage />
    case 'audit':
      return <AuditPage />
    case 'attention':
      return <AttentionPage />
    case 'settings':
      return <SettingsPage />
    case 'sign-in':
    case 'nowhere':
      return (
        <>
          <Heading title={t.notHere}>{t.notHere}</Heading>
          <p>
            <a href="/">{t.backToList}</a>
          </p>
        </>
      )
  }
}
