// What exactly will happen, drawn from the very input that is hashed and runs.
import { useContext, useEffect, useId, useRef, useState } from 'preact/hooks'
import type { Json } from '../api/wire.ts'
import { useMessages } from '../messages/language.ts'
import { createCell, useCell } from '../state/cell.ts'
import { messagesIn } from '../text/messages-in.ts'
import { JsonView } from './json-view.tsx'
import { Media } from './media.tsx'
import { SeenContext } from './seen.ts'
import { TextBlock } from './text-block.tsx'

export function Content({ input }: { readonly input: Json }) {
  const t = useMessages()
  const message = messagesIn(input)
  const json = <JsonView label={t.inputAsJson} json={input} />
  return (
    <div class="content">
      {message?.parts.map((part, i) => (
        <div key={i}>
          {part.text === undefined ? undefined : <TextBlock label={t.messageText} text={part.text} />}
          {part.mediaUrls.map((url, n) => (
            <Media key={n} url={url} />
          ))}
        </div>
      ))}
      {message === undefined ? (
        json
      ) : message.isWhole ? undefined : (
        <>
          <p class="soft">{t.moreThanMessage}</p>
          {json}
        </>
      )}
      <End />
    </div>
  )
}

const unknown = createCell<number | undefined>(undefined)

/** Has been on the screen once all of the content above it has been scrolled by. */
function End() {
  const seen = useContext(SeenContext)
  const id = useId()
  const mark = useRef<HTMLDivElement>(null)
  const [isSeen, setSeen] = useState(false)
  const covered = useCell(seen?.covered ?? unknown)
  useEffect(() => {
    const element = mark.current
    if (!seen || !element || isSeen || covered === undefined) return
    const observer = new IntersectionObserver(
      (entries) => {
        // What is unfolded moves the end away: then it has to come into view again.
        if (!entries.some((entry) => entry.isIntersecting) || seen.folded.get().size > 0) return
        seen.ends.set(new Set([...seen.ends.get(), id]))
        setSeen(true)
        observer.disconnect()
      },
      // What lies under the bar with the buttons hasn't been seen.
      { rootMargin: `0px 0px -${covered}px 0px` },
    )
    observer.observe(element)
    const unwatch = seen.folded.watch(() => {
      observer.unobserve(element)
      observer.observe(element)
    })
    return () => {
      observer.disconnect()
      unwatch()
    }
  }, [seen, id, covered, isSeen])
  useEffect(() => () => seen?.ends.set(new Set([...seen.ends.get()].filter((other) => other !== id))), [seen, id])
  return <div ref={mark} class="end" data-end={isSeen ? 'seen' : 'unseen'} />
}
