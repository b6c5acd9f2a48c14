// What the requester says of it: set apart, because nobody has checked it and none of it runs.
import type { Approval } from '../api/wire.ts'
import { useMessages } from '../messages/language.ts'
import { ShownLines, Shown } from '../text/shown.tsx'
import { JsonView } from './json-view.tsx'

export function Claimed({ approval: { claim, context, requester } }: { readonly approval: Approval }) {
  const t = useMessages()
  if (claim === undefined && context === undefined) return undefined
  return (
    <section class="claim">
      <h2>{t.claimHeading}</h2>
      <p class="soft">
        {t.claimMeaning} <Shown text={requester} />
      </p>
      {claim?.title === undefined ? undefined : (
        <p class="claim-title">
          <Shown text={claim.title} />
        </p>
      )}
      {claim?.summary === undefined ? undefined : (
        <p class="lines">
          <ShownLines text={claim.summary} />
        </p>
      )}
      {context === undefined ? undefined : <JsonView label={t.context} json={context} />}
    </section>
  )
}
