// What every view may need: who is signed in, and what is pending.
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Session } from '../api/session.ts'
import type { Inbox } from '../state/inbox.ts'

export interface House {
  readonly session: Session
  readonly inbox: Inbox
}

export const HouseContext = createContext<House | undefined>(undefined)

export function useHouse(): House {
  const house = useContext(HouseContext)
  if (!house) throw new Error('A view is drawn outside the house.')
  return house
}
