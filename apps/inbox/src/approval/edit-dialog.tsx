// Changing the input and allowing that instead. The difference is shown before it is sent.
import { useMemo, useState } from 'preact/hooks'
import type { Approval } from '../api/wire.ts'
import { useMessages } from '../messages/language.ts'
import { Dialog } from '../shell/dialog.tsx'
import { Difference } from './difference.tsx'
import { fromEditable, toEditable } from './edit-text.ts'
import type { Deciding } from './use-deciding.ts'

interface Props {
  readonly approval: Approval
  readonly deciding: Deciding
  readonly reason: { readonly reason?: string }
  readonly onClose: () => void
}

export function EditDialog({ approval, deciding, reason, onClose }: Props) {
  const t = useMessages()
  const before = useMemo(() => toEditable(approval.action.input), [approval])
  const [text, setText] = useState(before)
  const read = fromEditable(text)
  const after = read && toEditable(read.input)
  const isChanged = after !== undefined && after !== before

  async function allow(): Promise<void> {
    if (!read) return
    await deciding.send({ verdict: 'allow-once', input: read.input, ...reason })
    onClose()
  }

  return (
    <Dialog title={t.editAndAllow} onClose={onClose}>
      <p>{t.editMeans}</p>
      <label>
        {t.inputAsJson}
        <textarea
          class="code"
          rows={10}
          spellcheck={false}
          value={text}
          aria-invalid={!read}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </label>
      {read ? undefined : (
        <p class="field-problem" role="alert">
          {t.notJson}
        </p>
      )}
      {isChanged ? (
        <>
          <h3>{t.changes}</h3>
          <Difference from={before} to={after} />
        </>
      ) : undefined}
      <div class="buttons">
        <button type="button" onClick={onClose}>
          {t.back}
        </button>
        <button type="button" class="allow" disabled={!isChanged || deciding.isBusy} onClick={() => void allow()}>
          {t.allowEdited}
        </button>
      </div>
    </Dialog>
  )
}
