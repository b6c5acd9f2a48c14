// A word to the other reviewers and the requester.
import { useState } from 'preact/hooks'
import { comment } from '../api/approvals.ts'
import type { Approval } from '../api/wire.ts'
import { useMessages } from '../messages/language.ts'
import { Dialog } from '../shell/dialog.tsx'
import type { Deciding } from './use-deciding.ts'

interface Props {
  readonly approval: Approval
  readonly deciding: Deciding
  readonly onClose: () => void
}

export function CommentDialog({ approval, deciding, onClose }: Props) {
  const t = useMessages()
  const [text, setText] = useState('')
  return (
    <Dialog title={t.comment} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void deciding.run(() => comment(approval.id, text.trim())).then((isTaken) => isTaken && onClose())
        }}
      >
        <label>
          {t.commentLabel}
          <textarea
            rows={4}
            maxLength={2_000}
            value={text}
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
        </label>
        <div class="buttons">
          <button type="button" onClick={onClose}>
            {t.back}
          </button>
          <button class="strong" disabled={text.trim() === '' || deciding.isBusy}>
            {t.say}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
