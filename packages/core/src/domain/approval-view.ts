// An approval as those outside the house see it: what goes over the wire, in the words of the domain.
import type { Approval, Ask } from './approval.ts'

/** What only the keeper of approvals needs, or may know. */
type Inner =
  | 'draftHash'
  | 'channels'
  | 'denialMemoryMs'
  | 'asks'
  | 'answers'
  | 'applied'
  | 'grantMs'
  | 'maxRunMs'
  | 'runEndsAt'
  | 'ticket'

/** Every `Approval` is one. */
export interface ApprovalView extends Omit<Approval, Inner> {
  readonly asks: readonly Pick<Ask, 'channel' | 'remoteId' | 'at'>[]
}
