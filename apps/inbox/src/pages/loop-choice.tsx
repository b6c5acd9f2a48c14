// Which loop a page is about, where there are several.
import { useState } from 'preact/hooks'
import { useMessages } from '../messages/language.ts'
import { useHouse } from '../shell/context.ts'

/** The chosen loop and the field to choose it with. */
export function useLoopChoice(more: readonly string[] = []) {
  const t = useMessages()
  const loops = [...useHouse().session.loops, ...more]
  const [loop, setLoop] = useState(loops[0] ?? 'default')
  const field =
    loops.length > 1 ? (
      <label class="choice">
        {t.fieldNames.loop}
        <select value={loop} onChange={({ currentTarget }) => setLoop(currentTarget.value)}>
          {loops.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
    ) : undefined
  return { loop, field }
}
