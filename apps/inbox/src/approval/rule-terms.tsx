// What a rule matches: each field exactly, and no field that isn't named.
import { useMessages } from '../messages/language.ts'
import { inReadingOrder } from '../text/reading-order.ts'
import { Shown } from '../text/shown.tsx'

interface Props {
  readonly kind: string
  readonly loop: string
  readonly requester: string
  readonly target: Readonly<Record<string, string>>
  readonly bindsInput: boolean
}

export function RuleTerms({ kind, loop, requester, target, bindsInput }: Props) {
  const t = useMessages()
  const pairs: readonly (readonly [string, string])[] = [
    [t.fieldNames.requester, requester],
    [t.fieldNames.kind, kind],
    [t.fieldNames.loop, loop],
  ]
  return (
    <div class="rule-terms">
      <dl>
        {pairs.map(([name, value]) => (
          <Pair key={name} name={name} value={value} />
        ))}
        {inReadingOrder(target).map(([name, value]) => (
          <Pair key={`target ${name}`} name={name} value={value} />
        ))}
      </dl>
      <p>
        {t.ruleNoOther} <strong>{bindsInput ? t.ruleThisInput : t.ruleAnyInput}</strong>
      </p>
    </div>
  )
}

const Pair = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <>
    <dt>
      <Shown text={name} />
    </dt>
    <dd>
      <Shown text={value} />
    </dd>
  </>
)
