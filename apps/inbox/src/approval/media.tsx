// What a message links to. Nothing is loaded by itself: an image that the action carries is drawn on request, and one
// from elsewhere is opened by the reviewer in a tab of its own, which is told nothing of this page.
import { useState } from 'preact/hooks'
import { useMessages } from '../messages/language.ts'
import { Shown } from '../text/shown.tsx'

const carried = /^data:image\/(png|jpeg|gif|webp|avif);base64,[A-Za-z0-9+/=]+$/
const elsewhere = /^https:\/\//

export function Media({ url }: { readonly url: string }) {
  const t = useMessages()
  const [isDrawn, draw] = useState(false)
  return (
    <div class="media">
      <code class="address">
        <Shown text={url} />
      </code>
      {elsewhere.test(url) ? (
        <a class="button" href={url} target="_blank" rel="noreferrer noopener">
          {t.openImage}
        </a>
      ) : undefined}
      {carried.test(url) && !isDrawn ? (
        <button type="button" onClick={() => draw(true)}>
          {t.drawImage}
        </button>
      ) : undefined}
      {isDrawn ? <img src={url} alt={t.carriedImage} /> : undefined}
    </div>
  )
}
