// Times and durations as people read them, and what is left of them.
import { useMessages, language } from '../messages/language.ts'
import { useCell } from '../state/cell.ts'
import { useNow } from '../state/ticks.ts'

/** The two largest units: `4 min 05 s`, `2 h 10 min`, `3 d 4 h`. Ms; below zero counts as zero. */
export function spanText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const [d, h, min, s] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3_600) % 24,
    Math.floor(seconds / 60) % 60,
    seconds % 60,
  ]
  if (d > 0) return `${d} d ${h} h`
  if (h > 0) return `${h} h ${String(min).padStart(2, '0')} min`
  if (min > 0) return `${min} min ${String(s).padStart(2, '0')} s`
  return `${s} s`
}

const urgentMs = 60_000

/** What is left until `at` (epoch ms by the server's clock). */
export function TimeLeft({ at }: { readonly at: number }) {
  const t = useMessages()
  const left = at - useNow()
  return (
    <span class={left < urgentMs ? 'time-left urgent' : 'time-left'} role="timer">
      {left <= 0 ? t.noTimeLeft : t.timeLeft(spanText(left))}
    </span>
  )
}

export function TimeAgo({ at }: { readonly at: number }) {
  const t = useMessages()
  const ago = useNow() - at
  return <span>{ago < 1_000 ? t.justNow : t.timeAgo(spanText(ago))}</span>
}

/** The language as it is spoken where the reader is: `en-GB` for who prefers that. */
const localeFor = (tag: string): string => navigator.languages.find((own) => own.startsWith(`${tag}-`)) ?? tag

/** Date and time to the second, where the reader is. */
export function Instant({ at }: { readonly at: number }) {
  const tag = localeFor(useCell(language))
  const text = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'medium' }).format(at)
  return <time dateTime={new Date(at).toISOString()}>{text.replace(/\s/g, ' ')}</time>
}
