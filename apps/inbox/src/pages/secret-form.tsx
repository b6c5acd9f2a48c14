// A form for something secret, with or without a name.
import { useState } from 'preact/hooks'
import { useMessages } from '../messages/language.ts'

interface Props {
  readonly heading: string
  readonly withName?: boolean
  readonly label: string
  readonly submit: string
  readonly isBusy: boolean
  readonly onSubmit: (name: string, secret: string) => void
}

export function SecretForm({ heading, withName = false, label, submit, isBusy, onSubmit }: Props) {
  const t = useMessages()
  const [name, setName] = useState('')
  const [secret, setSecret] = useState('')
  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit(name, secret)
      }}
    >
      <h2>{heading}</h2>
      {withName ? (
        <label>
          {t.name}
          <input
            autocomplete="username"
            required
            value={name}
            onInput={({ currentTarget }) => setName(currentTarget.value)}
          />
        </label>
      ) : undefined}
      <label>
        {label}
        <input
          type="password"
          autocomplete="current-password"
          required
          value={secret}
          onInput={({ currentTarget }) => setSecret(currentTarget.value)}
        />
      </label>
      <button class="strong" disabled={isBusy}>
        {submit}
      </button>
    </form>
  )
}
