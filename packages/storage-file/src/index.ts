// Holdpoint's store in one readable, crash-consistent journal file. Re-exports only.
export type { Store } from '@holdpoint/core/store'
