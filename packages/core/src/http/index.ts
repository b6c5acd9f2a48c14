// The HTTP side for adapters and hosts. Re-exports only.
export type * from './http.ts'
