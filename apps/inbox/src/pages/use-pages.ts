// A list that comes page by page.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { Answer, Problem } from '../api/wire.ts'

interface Page<T> {
  readonly items: readonly T[]
  readonly next?: string | number
}

export interface Pages<T> {
  readonly items: readonly T[]
  readonly isLoading: boolean
  readonly problem: Problem | undefined
  /** Undefined where that is all. */
  readonly more: (() => void) | undefined
  readonly again: () => void
  /** Puts what has changed in its place. */
  readonly replace: (isOld: (item: T) => boolean, item: T) => void
}

/** `load` must be another function where another list is meant, and only then. */
export function usePages<T>(load: (cursor: string | undefined) => Promise<Answer<Page<T>>>): Pages<T> {
  const [items, setItems] = useState<readonly T[]>([])
  const [next, setNext] = useState<string>()
  const [isLoading, setLoading] = useState(true)
  const [problem, setProblem] = useState<Problem>()
  const turn = useRef(0)

  const fetchPage = useCallback(
    async (cursor: string | undefined) => {
      turn.current += 1
      const mine = turn.current
      setLoading(true)
      const answer = await load(cursor)
      if (mine !== turn.current) return
      setLoading(false)
      setProblem(answer.ok ? undefined : answer.problem)
      if (!answer.ok) return
      setItems((before) => (cursor === undefined ? answer.value.items : [...before, ...answer.value.items]))
      setNext(answer.value.next === undefined ? undefined : String(answer.value.next))
    },
    [load],
  )
  useEffect(() => {
    setItems([])
    setNext(undefined)
    void fetchPage(undefined)
  }, [fetchPage])

  return {
    items,
    isLoading,
    problem,
    more: next === undefined || isLoading ? undefined : () => void fetchPage(next),
    again: () => void fetchPage(undefined),
    replace: (isOld, item) => setItems((before) => before.map((one) => (isOld(one) ? item : one))),
  }
}
