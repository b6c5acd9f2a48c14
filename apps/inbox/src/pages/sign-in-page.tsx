// Where people come in: with a one-time link, as a person with a password, or with the gateway's own credential.
import { useEffect, useState } from 'preact/hooks'
import { signIn, signInWays, type SignInBody } from '../api/session.ts'
import type { Problem } from '../api/wire.ts'
import { useMessages } from '../messages/language.ts'
import { Heading } from '../shell/heading.tsx'
import { ProblemNote } from '../shell/problem-note.tsx'
import { go } from '../state/route.ts'
import { SecretForm } from './secret-form.tsx'

/** The link's code stands after the `#`, so only this page, and no server log, ever sees it. */
function takeCode(): string | undefined {
  const code = location.hash.slice(1)
  if (code === '') return undefined
  history.replaceState(null, '', location.pathname)
  return code
}

export function SignInPage() {
  const t = useMessages()
  const [code, setCode] = useState(takeCode)
  const [credential, setCredential] = useState<'token' | 'password'>('token')
  const [problem, setProblem] = useState<Problem>()
  const [isBusy, setBusy] = useState(false)

  useEffect(() => {
    void signInWays().then((ways) => ways.ok && setCredential(ways.value.gateway))
    // A link opened where this page is shown already changes only what stands after the `#`, and loads nothing.
    const onHash = () => setCode((before) => takeCode() ?? before)
    addEventListener('hashchange', onHash)
    return () => removeEventListener('hashchange', onHash)
  }, [])

  async function enter(body: SignInBody): Promise<void> {
    setBusy(true)
    setProblem(undefined)
    const answer = await signIn(body)
    setBusy(false)
    // Who came by a link to an approval stays with it.
    if (answer.ok) return location.pathname === '/sign-in' ? go('/', { replace: true }) : undefined
    setProblem(answer.problem)
    if ('code' in body) setCode(undefined)
  }

  return (
    <>
      <Heading title={t.signIn}>{t.signIn}</Heading>
      {problem ? <ProblemNote problem={problem} /> : undefined}
      {code === undefined ? (
        <p>
          {t.signInHow} <code>holdpoint link</code>
        </p>
      ) : (
        <section class="card">
          <p>{t.signInByLink}</p>
          <button type="button" class="allow" disabled={isBusy} onClick={() => void enter({ code })}>
            {t.signIn}
          </button>
        </section>
      )}
      <SecretForm
        heading={t.signInAsPerson}
        withName
        label={t.password}
        submit={t.signInWithPassword}
        isBusy={isBusy}
        onSubmit={(name, password) => void enter({ name, password })}
      />
      <SecretForm
        heading={t.signInAsOperator}
        label={credential === 'token' ? t.gatewayToken : t.gatewayPassword}
        submit={credential === 'token' ? t.signInWithToken : t.signInWithGatewayPassword}
        isBusy={isBusy}
        onSubmit={(_, secret) => void enter(credential === 'token' ? { token: secret } : { password: secret })}
      />
    </>
  )
}
