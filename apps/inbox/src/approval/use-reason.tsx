// The field for a reason, and whether one is missing for a verdict.
import type { ComponentChild, RefObject } from 'preact'
import { useRef, useState } from 'preact/hooks'
import type { Thresholds, Verdict } from '../api/wire.ts'
import { useMessages } from '../messages/language.ts'

export interface Reason {
  readonly field: ComponentChild
  readonly input: RefObject<HTMLInputElement | null>
  /** What goes into the decision. */
  readonly body: { readonly reason?: string }
  /** Says so, and puts the focus into the field, where this verdict lacks its reason. */
  readonly isMissing: (verdict: Verdict) => boolean
}

export function useReason(required: Thresholds['reasonRequired']): Reason {
  const t = useMessages()
  const [text, setText] = useState('')
  const [isLacking, setLacking] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const reason = text.trim()
  return {
    input,
    body: reason === '' ? {} : { reason },
    isMissing(verdict) {
      const lacks = reason === '' && (required === 'always' || (required === 'deny' && verdict === 'deny'))
      setLacking(lacks)
      if (lacks) input.current?.focus()
      return lacks
    },
    field: (
      <div class="reason">
        <input
          ref={input}
          type="text"
          aria-label={t.reason[required]}
          placeholder={t.reason[required]}
          maxLength={2_000}
          autocomplete="off"
          value={text}
          aria-invalid={isLacking}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        {isLacking ? (
          <p class="field-problem" role="alert">
            {t.reasonMissing}
          </p>
        ) : undefined}
      </div>
    ),
  }
}
