// The store in a folder of readable, crash-consistent journals. Re-exports only.
export type { FileStoreOptions } from './file-store-options.ts'
export { openFileStore } from './open-file-store.ts'
