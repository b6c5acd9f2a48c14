// Who asks, by what line of the policy it is asked, who has to agree, and the digest of it all.
import type { Approval } from '../api/wire.ts'
import { useMessages } from '../messages/language.ts'
import { Shown } from '../text/shown.tsx'
import { Instant } from '../text/time.tsx'
import { progressOf } from './progress.ts'

export function Facts({ approval }: { readonly approval: Approval }) {
  const t = useMessages()
  const { thresholds, claimed } = approval
  const { allows, denies } = progressOf(approval)
  return (
    <section class="facts" aria-label={t.facts}>
      <h2>{t.facts}</h2>
      <dl>
        <dt>{t.fieldNames.requester}</dt>
        <dd>
          <Shown text={approval.requester} />
        </dd>
        <dt>{t.fieldNames.loop}</dt>
        <dd>
          <Shown text={approval.loop} />
        </dd>
        <dt>{t.policyLine}</dt>
        <dd>
          <Shown text={approval.policy.line} />
        </dd>
        <dt>{t.votes}</dt>
        <dd>
          {t.allowsOf(allows, thresholds.approve)}, {t.deniesOf(denies, thresholds.deny)}
        </dd>
        <dt>{t.reviewers}</dt>
        <dd>
          {thresholds.reviewers.includes('*') ? t.everyReviewer : <Shown text={thresholds.reviewers.join(', ')} />}
          {thresholds.separateRequester ? undefined : <strong class="warning"> {t.notSeparate}</strong>}
        </dd>
        {claimed ? (
          <>
            <dt>{t.onIt}</dt>
            <dd>
              <Shown text={claimed.reviewer} />
            </dd>
          </>
        ) : undefined}
        <dt>{t.expires}</dt>
        <dd>
          <Instant at={Date.parse(approval.expiresAt)} />
        </dd>
        <dt>{t.digest}</dt>
        <dd class="digest">
          <code>{approval.digest}</code>
        </dd>
      </dl>
    </section>
  )
}
