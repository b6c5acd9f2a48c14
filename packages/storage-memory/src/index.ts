// The store in memory. Re-exports only.
export { createMemoryStore, type MemoryStoreOptions } from './memory-store.ts'
