// The typed client of a Holdpoint gateway. Re-exports only.
export type { Approval } from '@holdpoint/core'
