// What the gateway has to say about HITL.sh: that its calls are used up and questions wait here only.
import { useEffect, useState } from 'preact/hooks'
import { call } from '../api/call.ts'
import { Shown } from '../text/shown.tsx'

const everyMs = 60_000

export function HitlShNotice() {
  const [notice, setNotice] = useState<string>()
  useEffect(() => {
    const ask = async () => {
      const answer = await call<{ readonly notice?: string }>('/v1/hitl-sh')
      if (answer.ok) setNotice(answer.value.notice)
    }
    void ask()
    const timer = setInterval(() => void ask(), everyMs)
    return () => clearInterval(timer)
  }, [])
  return notice === undefined ? undefined : (
    <p class="notice" role="status">
      <Shown text={notice} />
    </p>
  )
}
