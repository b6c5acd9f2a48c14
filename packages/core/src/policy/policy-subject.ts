import type { Action } from '../domain/action.ts'

/** What a policy is asked about. */
export interface PolicySubject {
  readonly loop: string
  readonly requester: string
  readonly action: Action
}
